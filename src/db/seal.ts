import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Sealed } from './columns.ts'

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
}

const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16

/** Reads a key of 32 bytes, written as base64 or hex; undefined if it is neither. */
export function parseKey(text: string): Buffer | undefined {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined
  const key = Buffer.from(trimmed, 'base64')
  return key.length === KEY_BYTES ? key : undefined
}

/** A fresh key, as base64. */
export const makeKey = () => randomBytes(KEY_BYTES).toString('base64')

/** A short public name of a key, by which sealed text says what opens it. */
export const keyId = (key: Buffer) =>
  createHash('sha256').update('cairn key').update(key).digest('hex').slice(0, 8)

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and the place as additional data.
 * The first key seals; all keys open, so that a key can be replaced without losing old words.
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
    const body = Buffer.concat([iv, cipher.update(words, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `1.${currentId}.${body.toString('base64url')}` as Sealed
  }
  const open = (place: Place, sealed: Sealed) => {
    const [version, id, body] = sealed.split('.')
    const key = byId.get(id ?? '')
    if (version !== '1' || !key || !body) throw new Error(`no key opens ${place.table}.${place.column}`)
    const bytes = Buffer.from(body, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(bind(place))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    )
  }
  return {
    close,
    closeMaybe: (place, words) => (words ? close(place, words) : null),
    open,
    openMaybe: (place, sealed) => (sealed === null ? undefined : open(place, sealed)),
  }
}
