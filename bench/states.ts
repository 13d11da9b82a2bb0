/** `npm run states`: writes the table of states into docs/mentorship.md anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { inDocument } from './states-document.ts'

const path = 'docs/mentorship.md'
writeFileSync(path, inDocument(readFileSync(path, 'utf8')))
