// Prints "<passed> <failed>" from vitest's JSON report. A file that could not be read at all holds no tests,
// so it counts as one failure of its own; so does a run that failed for another reason.
import { readFileSync } from 'node:fs'

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const unread = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length
const failed = report.numFailedTests + unread
console.log(report.numPassedTests, failed === 0 && !report.success ? 1 : failed)
