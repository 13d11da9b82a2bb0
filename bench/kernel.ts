/** `npm run kernel`: compiles the loops of the matching engine anew. */
import { writeFileSync } from 'node:fs'
import { FOLDER, kernelBytes } from './kernel-bytes.ts'

writeFileSync(`${FOLDER}/bytes.ts`, await kernelBytes())
