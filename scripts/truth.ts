// Holds the console's estimates against tasks that live and die in the local AWS, whose truth its store knows.
// `--seed` and `--tasks` say which and how many. A run that has not lived through everything by then, or has not found every deliberate
// mistake out, goes on until it has: how many tasks that takes is luck, so a small number alone proves nothing. The exit code is 1 where
// anything was said that was not so, and where it has not after `ENOUGH`.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { tryClocks } from './truth/clock-mistakes.ts'
import { ENOUGH, runTruth } from './truth/run-truth.ts'
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
const report = await runTruth({ seed, tasks, most: ENOUGH })
const clocks = await tryClocks({ seed })
const seconds = ((performance.now() - startMs) / 1000).toFixed(1)

for (const line of [...reportLines(report), ...clockLines(clocks)]) console.log(line)
console.log(`seed ${seed}; ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${seconds} s`)
for (const violation of report.violations) console.error(`\n${violationLines(violation).join('\n')}`)
const isWhole = report.wholeAfter !== null && [...clocks.values()].every((found) => found !== null)
process.exitCode = report.violated === 0 && isWhole ? 0 : 1
