// Runs the project's checks one after the other; the last line is `N passed, N failed` over all of them.
// `--only types,lint` runs some of the steps, `--long` the long ones in their place.
import { parseArgs } from 'node:util'
import { longSteps, type Step, steps } from './test/steps.ts'
import { singleTally, sumTallies, type Tally } from './test/tally.ts'

const interruption = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interruption.abort())

const tallies = new Map<string, Tally>()
for (const step of chosenSteps()) tallies.set(step.name, await runStep(step))

const sum = sumTallies([...tallies.values()])
console.log(`\n${'='.repeat(60)}`)
for (const [name, tally] of tallies) {
  console.log(
    `${tally.failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${tally.passed} passed, ${tally.failed} failed`,
  )
  for (const remark of tally.remarks) console.log(`          ${remark}`)
}
for (const { name, reason } of sum.skipped) console.log(`skipped ${name} (${reason})`)
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1
console.log(`${sum.passed} passed, ${sum.failed} failed`)

async function runStep(step: Step): Promise<Tally> {
  if (interruption.signal.aborted) return singleTally(false, 'interrupted')
  if (step.after !== undefined && (tallies.get(step.after)?.failed ?? 0) > 0) {
    return singleTally(false, `not run: ${step.after} failed`)
  }
  console.log(`\n--- ${step.name} ${'-'.repeat(Math.max(0, 55 - step.name.length))}`)
  const startMs = performance.now()
  try {
    return await step.run({ signal: interruption.signal, timeoutMs: step.timeoutMs })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return singleTally(false, 'it could not run')
  } finally {
    console.log(`--- ${step.name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
  }
}

function chosenSteps(): readonly Step[] {
  const { only, long } = parseArgs({
    options: { only: { type: 'string' }, long: { type: 'boolean', default: false } },
  }).values
  const all = long ? longSteps : steps
  if (only === undefined) return all
  const names = only.split(',')
  const unknown = names.filter((name) => !all.some((step) => step.name === name))
  if (unknown.length > 0) {
    console.error(`There is no step ${unknown.join(', ')}: ${all.map((step) => step.name).join(', ')}`)
    process.exit(1)
  }
  return all.filter((step) => names.includes(step.name))
}
