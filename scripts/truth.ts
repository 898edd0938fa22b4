// Holds the console's estimates against tasks that live and die in the local AWS, whose truth its store knows.
// `--seed` and `--tasks` say which and how many; the exit code is 1 where anything was said that was not so.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { tryClocks } from './truth/clock-mistakes.ts'
import { runTruth } from './truth/run-truth.ts'
import { clockLines, reportLines, violationLines } from './truth/words.ts'

const { seed, tasks: wanted } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, tasks: { type: 'string', default: '1000' } },
}).values
const tasks = Number(wanted)
if (!Number.isInteger(tasks) || tasks < 1) {
  console.error(`--tasks must be a whole number above 0, not ${wanted}`)
  process.exit(2)
}

const startMs = performance.now()
const report = await runTruth({ seed, tasks })
const clocks = await tryClocks({ seed, tasks: Math.min(tasks, 500) })
const seconds = ((performance.now() - startMs) / 1000).toFixed(1)

for (const line of [...reportLines(report), ...clockLines(clocks)]) console.log(line)
console.log(`seed ${seed}; ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${seconds} s`)
for (const violation of report.violations) console.error(`\n${violationLines(violation).join('\n')}`)
// So few tasks prove nothing against what was not lived, or a mistake that was not found out.
const isWhole =
  report.tasks < 1000 ||
  (report.unnoticed.length === 0 &&
    [...report.lived.values()].every((count) => count > 0) &&
    [...clocks.values()].every((found) => found !== null))
process.exitCode = report.violated === 0 && isWhole ? 0 : 1
