/** What the loops in src/engine/solve/kernel compile to, as the text of bytes.ts there. */
import { existsSync, readFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'

export const FOLDER = 'src/engine/solve/kernel'
const SOURCES = ['assembly/cells.ts', 'assembly/index.ts']
const FLAGS = ['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--enable', 'simd']

/** Throws an Error with the compiler's words. */
export async function kernelBytes(): Promise<string> {
  let bytes = new Uint8Array()
  const { error, stderr } = await asc.main([...SOURCES, '--outFile', 'kernel.wasm', ...FLAGS], {
    readFile(name) {
      const path = `${FOLDER}/${name}`
      // The types that TypeScript takes from cells.ts are known everywhere here.
      return existsSync(path) ? readFileSync(path, 'utf8').replace(/^import type .*$/gm, '') : null
    },
    writeFile(name, contents) {
      if (name === 'kernel.wasm') bytes = contents as Uint8Array<ArrayBuffer>
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  const text = Buffer.from(bytes).toString('base64')
  return `/** Built from ./assembly by \`npm run kernel\`. */\nexport const KERNEL =\n  '${text}'\n`
}
