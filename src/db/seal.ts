import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Hashed, Sealed } from './columns.ts'

/** Where words stand. Bound to the cipher text, so that a copied row or column cannot be opened elsewhere. */
export interface Place {
  table: string
  column: string
  row: string
}

/** Seals and opens private words. */
export interface Seal {
  close(place: Place, words: string): Sealed
  /** The same for words that may be missing: undefined and '' become null. */
  closeMaybe(place: Place, words: string | undefined): Sealed | null
  /** Throws if the key is not known or the text was tampered with. */
  open(place: Place, sealed: Sealed): string
  openMaybe(place: Place, sealed: Sealed | null): string | undefined
  /**
   * What stands in a hashed column (`table.column`) for these values: the same for the same ones, and nothing to whoever
   * has no key. Two columns hash the same value differently, so that their rows cannot be laid side by side.
   */
  hash(column: string, ...values: string[]): Hashed
  /** The same under each key: what was written before the key was changed is found as well. */
  hashes(column: string, ...values: string[]): Hashed[]
}

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
/** Short words are all as long as this once they are sealed; longer ones are brought to the next power of two. */
const LEAST_BYTES = 64
/** Stands after the words, and zeros after it: the last such byte is always this one. */
const END = 0x80
/** A random key has fewer different bytes than this once in more years than there are. */
const DIFFERENT_BYTES = 16

/** Reads a key of 32 bytes, written as base64 or hex; undefined if it is neither. */
export function parseKey(text: string): Buffer | undefined {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined
  const key = Buffer.from(trimmed, 'base64')
  return key.length === KEY_BYTES ? key : undefined
}

/** Whether somebody could guess this key: the same few bytes over and over, or each a step from the one before. */
export function isGuessable(key: Buffer): boolean {
  const steps = new Set([...key.subarray(1)].map((byte, i) => (byte - key[i]! + 256) % 256))
  return new Set(key).size < DIFFERENT_BYTES || steps.size === 1
}

/** A fresh key, as base64. */
export const makeKey = () => randomBytes(KEY_BYTES).toString('base64')

/** A short public name of a key, by which sealed text says what opens it. */
export const keyId = (key: Buffer) =>
  createHash('sha256').update('cairn key').update(key).digest('hex').slice(0, 8)

/** Words made as long as others, so that the length of what is sealed does not tell a yes from a no (ISO/IEC 7816-4). */
function pad(words: string): Buffer {
  const bytes = Buffer.from(words)
  let length = LEAST_BYTES
  while (length <= bytes.length) length *= 2
  const padded = Buffer.alloc(length)
  padded.set(bytes)
  padded[bytes.length] = END
  return padded
}

const unpad = (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf(END))

/** How sealed text begins: `2.` and the name of its key; what older versions sealed begins with `1.` and is not padded. */
const VERSION = '2'
const UNPADDED = '1'
/** How a hash begins, in the same form. */
const HASH = 'h'

/** The key of the hashes that belong to a key (RFC 5869): what one of them tells is no help with the other. */
const hashingKey = (key: Buffer) =>
  Buffer.from(hkdfSync('sha256', key, '', 'cairn hashed columns', KEY_BYTES))

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and the place as additional data; HMAC-SHA-256 for hashes.
 * The first key seals and hashes; all keys open and find, so that a key can be replaced without losing old words.
 */
export function createSeal(keys: Buffer[]): Seal {
  const [current] = keys
  if (!current) throw new Error('createSeal needs a key')
  const byId = new Map(keys.map((key) => [keyId(key), key]))
  const currentId = keyId(current)
  const bind = (p: Place) => Buffer.from(`${p.table}\n${p.column}\n${p.row}`)

  const close = (place: Place, words: string) => {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', current, iv)
    cipher.setAAD(bind(place))
    const body = Buffer.concat([iv, cipher.update(pad(words)), cipher.final(), cipher.getAuthTag()])
    return `${VERSION}.${currentId}.${body.toString('base64url')}` as Sealed
  }
  const open = (place: Place, sealed: Sealed) => {
    const [version, id, body] = sealed.split('.')
    const key = byId.get(id ?? '')
    if (![VERSION, UNPADDED].includes(version ?? '') || !key || !body)
      throw new Error(`no key opens ${place.table}.${place.column}`)
    const bytes = Buffer.from(body, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(bind(place))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    const words = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()])
    return (version === VERSION ? unpad(words) : words).toString('utf8')
  }
  const hashing = keys.map((key) => ({ id: keyId(key), secret: hashingKey(key) }))
  const hashes = (column: string, ...values: string[]) =>
    hashing.map(({ id, secret }) => {
      const mac = createHmac('sha256', secret).update(JSON.stringify([column, ...values]))
      return `${HASH}.${id}.${mac.digest('base64url')}` as Hashed
    })
  return {
    close,
    hash: (column, ...values) => hashes(column, ...values)[0] as Hashed,
    hashes,
    closeMaybe: (place, words) => (words ? close(place, words) : null),
    open,
    openMaybe: (place, sealed) => (sealed === null ? undefined : open(place, sealed)),
  }
}
