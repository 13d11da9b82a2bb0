// Prints "<passed> <failed>" from vitest's JSON reports. A file that could not be read at all holds no tests,
// so it counts as one failure of its own; so does a run that failed for another reason.
import { readFileSync } from 'node:fs'

let [passed, failed] = [0, 0]
for (const path of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const unread = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const here = report.numFailedTests + unread
  passed += report.numPassedTests
  failed += here === 0 && !report.success ? 1 : here
}
console.log(passed, failed)
