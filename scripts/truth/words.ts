import { ENOUGH, type TruthReport, type Violation } from './run-truth.ts'

/** The report as lines for a terminal. */
export function reportLines({
  tasks,
  moments,
  violated,
  said,
  ends,
  turns,
  lived,
  wholeAfter,
  tightness,
  ...report
}: TruthReport): string[] {
  return [
    `${tasks} tasks, ${moments} moments, ${violated} violations`,
    wholeAfter === null
      ? 'It proves little: not everything was lived, or not every deliberate mistake found out.'
      : `After ${wholeAfter} of them everything had been lived and every deliberate mistake found out.`,
    `said: ${list(said)}`,
    `ended: ${list(ends)}`,
    `on the way: ${list(turns)}`,
    'lived:',
    ...[...lived].map(([name, count]) => `  ${String(count).padStart(6)} ${name}`),
    'How near the edges come to the end of a task that timed out, from its last beat on:',
    ...tightness.lines().map((line) => `  ${line}`),
    `${report.caught.size} of ${report.caught.size + report.unnoticed.length} deliberate mistakes found out, after so many tasks: ${list(report.caught)}`,
    ...report.unnoticed.map((name) => `  not found out: ${name}`),
  ]
}

/** What became of the mistaken clocks. */
export function clockLines(found: ReadonlyMap<string, number | null>): string[] {
  return [...found].map(([name, tasks]) =>
    tasks === null
      ? `mistaken clock not found out, within ${ENOUGH} tasks: ${name}`
      : `mistaken clock found out, within ${tasks} tasks: ${name}`,
  )
}

/** One violation whole, a line for each of its parts. Tokens in it write themselves as their fingerprints. */
export function violationLines({ what, ...details }: Violation): string[] {
  const parts = Object.entries(details).map(([name, part]) => `  ${name}: ${JSON.stringify(part, unlimited)}`)
  return [what, ...parts]
}

/** JSON has no Infinity. */
function unlimited(_: string, value: unknown): unknown {
  return value === Number.POSITIVE_INFINITY ? 'Infinity' : value
}

function list(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
