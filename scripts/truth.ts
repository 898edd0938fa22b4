// Holds the console's estimates against tasks that live and die in the local AWS, whose truth its store knows.
// `--seed` and `--tasks` say which and how many; the exit code is 1 where anything was said that was not so.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { runTruth } from './truth/run-truth.ts'
import { reportLines, violationLines } from './truth/words.ts'

/** What no life has yet. */
const MISSING = 'Distributed Map, TaskSubmitted later than half a second'

const { seed, tasks: wanted } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, tasks: { type: 'string', default: '1500' } },
}).values
const tasks = Number(wanted)
if (!Number.isInteger(tasks) || tasks < 1) {
  console.error(`--tasks must be a whole number above 0, not ${wanted}`)
  process.exit(2)
}

const startMs = performance.now()
const report = await runTruth({ seed, tasks })
const seconds = ((performance.now() - startMs) / 1000).toFixed(1)

for (const line of reportLines(report)) console.log(line)
console.log(`not lived yet: ${MISSING}`)
console.log(`seed ${seed}; ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${seconds} s`)
for (const violation of report.violations) console.error(`\n${violationLines(violation).join('\n')}`)
// So few tasks prove nothing against a mistake that was not found out.
const tooFew = report.tasks < 1000
process.exitCode = report.violated === 0 && (tooFew || report.unnoticed.length === 0) ? 0 : 1
