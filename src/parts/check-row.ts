/** One finding of a check: what was asked, what came, what it means, and what to do, where there is something to do. */
export interface CheckRow {
  readonly level: 'good' | 'warning' | 'bad' | 'unknown'
  readonly asked: string
  /** What it was asked about, where it was about something. */
  readonly on?: string
  readonly came: string
  readonly means: string
  readonly todo?: string
  /** An IAM policy statement that would allow what was denied. */
  readonly policy?: string
}

const MARK: Readonly<Record<CheckRow['level'], string>> = {
  good: 'ok',
  warning: 'note',
  bad: 'BAD',
  unknown: '?',
}

/** One row in lines of their own, the mark in front. */
export function rowText({ level, asked, on, came, means, todo, policy }: CheckRow): string {
  const lines = [
    `  ${MARK[level].padEnd(5)}asked  ${asked}`,
    ...(on === undefined ? [] : [`       on     ${on}`]),
    `       came   ${came}`,
    `       means  ${means}`,
    ...(todo === undefined ? [] : [`       do     ${todo}`]),
    ...(policy === undefined ? [] : policy.split('\n').map((line) => `              ${line}`)),
  ]
  return lines.join('\n')
}
