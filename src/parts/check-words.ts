import {
  type ConnectionReport,
  hasCredentials,
  isMapRun,
  type Obstacle,
  obstaclesIn,
  type ServiceReport,
  workingWay,
} from '../console/check/check-report.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'
import { readRow } from './check-reads.ts'
import { type CheckRow, rowText } from './check-row.ts'
import { wayRows } from './check-ways.ts'
import { clockRow, identityRow } from './check-who-and-when.ts'
import { errorWords } from './error-words.ts'

/** Some rows of one connection under their heading. */
export interface CheckSection {
  readonly heading: string
  readonly rows: readonly CheckRow[]
}

const SERVICE: Readonly<Record<RelayedService, string>> = { states: 'Step Functions', swf: 'SWF' }

/** Everything that a check has shown of one connection. No word of it holds a credential or a token. */
export function checkSections(report: ConnectionReport): readonly CheckSection[] {
  return [
    { heading: 'Who and when', rows: [identityRow(report), clockRow(report)] },
    ...report.services.map((service) => ({
      heading: SERVICE[service.service],
      rows: [...unusedRows(service), ...wayRows(service), ...service.reads.map(readRow)],
    })),
  ]
}

function unusedRows({ inUse }: ServiceReport): readonly CheckRow[] {
  if (inUse) return []
  return [
    {
      level: 'unknown',
      asked: 'What is to be read?',
      came: 'Nothing: no SWF domain is configured.',
      means: 'Only the way to the service is checked.',
      todo: 'To watch SWF, name domains in swfDomains of config.json.',
    },
  ]
}

/**
 * Whether the console can work. `unsettled`: what is in its way may be gone the next time, and says nothing of what is permitted; `signedOut`:
 * nobody is signed in anywhere, so only the ways were asked.
 */
export interface Verdict {
  readonly kind: 'works' | 'unsettled' | 'signedOut' | 'cannot'
  readonly headline: string
  /** One for each thing in its way, or for each connection that works. */
  readonly sentences: readonly string[]
}

/** The verdict on one connection or several. */
export function verdictOf(reports: readonly ConnectionReport[]): Verdict {
  const obstacles = obstaclesIn(reports)
  const kind = kindOf(reports, obstacles)
  const sentences =
    obstacles.length === 0 ? reports.flatMap(workingSentences) : obstacles.map(obstacleSentence)
  return { kind, headline: HEADLINE[kind], sentences }
}

function kindOf(reports: readonly ConnectionReport[], obstacles: readonly Obstacle[]): Verdict['kind'] {
  if (obstacles.length === 0) return 'works'
  if (obstacles.every((obstacle) => obstacle.kind === 'readFailed' && obstacle.passes)) return 'unsettled'
  return reports.some(({ session }) => hasCredentials(session) || session.kind === 'failed')
    ? 'cannot'
    : 'signedOut'
}

const HEADLINE: Readonly<Record<Verdict['kind'], string>> = {
  works: 'The console can work',
  unsettled: 'Not settled: check again',
  signedOut: 'Nobody is signed in: only the ways to AWS were checked',
  cannot: 'The console cannot work with everything that is configured',
}

/** The whole check as plain text, to be read, copied and sent. */
export function checkText(reports: readonly ConnectionReport[]): string {
  const { headline, sentences } = verdictOf(reports)
  const sections = reports.flatMap((report) =>
    checkSections(report).map(({ heading, rows }) =>
      [`${report.id}: ${heading}`, ...rows.map(rowText)].join('\n'),
    ),
  )
  return [...sections, [`${headline}.`, ...sentences].join('\n'), ''].join('\n\n')
}

function workingSentences(report: ConnectionReport): readonly string[] {
  const used = report.services.filter(({ inUse }) => inUse)
  const ways = used.map(
    (service) =>
      `${SERVICE[service.service]} ${workingWay(service) === 'relay' ? 'through the relay' : 'directly'}`,
  )
  const reads = used.flatMap((service) => service.reads)
  const unknown = reads.filter(({ result }) => result.kind === 'notAsked').length
  const madeUp = reads.filter(({ on, result }) => result.kind === 'noneSuch' && !on.some(isMapRun)).length
  return [
    `${report.id}: ${ways.join(', ')}.`,
    ...(unknown === 0
      ? []
      : [`${report.id}: no state machine is watched, so ${permissions(unknown)} could not be asked.`]),
    ...(madeUp === 0
      ? []
      : [
          `${report.id}: ${permissions(madeUp)} could be asked only about what is made up: nothing of the kind ran.`,
        ]),
  ]
}

function permissions(count: number): string {
  return count === 1 ? '1 permission' : `${count} permissions`
}

function obstacleSentence(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'noCredentials':
      return `${obstacle.id}: there are no credentials to ask with.`
    case 'refusedCredentials':
      return `${obstacle.id}: ${errorWords(obstacle.error).headline}.`
    case 'noWay':
      return `${obstacle.id}: ${SERVICE[obstacle.service]} was reached neither directly nor through a relay.`
    case 'readFailed':
      return `${obstacle.id}: ${obstacle.action} fails: ${errorWords(obstacle.error).headline}.`
  }
}
