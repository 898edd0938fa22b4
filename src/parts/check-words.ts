import { headersToAllow } from '../aws/preflight.ts'
import {
  type ConnectionReport,
  hasCredentials,
  type Obstacle,
  obstaclesIn,
  type Preflight,
  type ReadFinding,
  type ServiceReport,
  type WayFinding,
  workingWay,
} from '../console/check/check-report.ts'
import { FAR_OFF_MS } from '../console/server-clock.ts'
import type { SessionState } from '../console/session.ts'
import type { RelayedService } from '../lib/aws-hosts.ts'
import { errorWords } from './error-words.ts'

/** One finding of a check: what was asked, what came, what it means, and what to do, where there is something to do. */
export interface CheckRow {
  readonly level: 'good' | 'warning' | 'bad' | 'unknown'
  readonly asked: string
  readonly came: string
  readonly means: string
  readonly todo?: string
  /** An IAM policy statement that would allow what was denied. */
  readonly policy?: string
}

/** The rows of one connection under their headings. */
export interface CheckSection {
  readonly heading: string
  readonly rows: readonly CheckRow[]
}

const SERVICE: Readonly<Record<RelayedService, string>> = { states: 'Step Functions', swf: 'SWF' }

/** Everything that a check has shown of one connection. No word of it holds a credential or a token. */
export function checkSections(report: ConnectionReport): readonly CheckSection[] {
  return [
    { heading: `${report.id}: who and when`, rows: [identityRow(report.session), clockRow(report)] },
    ...report.services.map((service) => ({
      heading: `${report.id}: ${SERVICE[service.service]}`,
      rows: serviceRows(service),
    })),
  ]
}

/** Whether the console can work, in a sentence for each thing in its way. */
export function verdictWords(reports: readonly ConnectionReport[]): {
  readonly works: boolean
  readonly sentences: readonly string[]
} {
  const obstacles = obstaclesIn(reports)
  if (obstacles.length === 0) return { works: true, sentences: reports.map(workingSentence) }
  return { works: false, sentences: obstacles.map(obstacleSentence) }
}

/** The whole check as plain text, to be read, copied and sent. */
export function checkText(reports: readonly ConnectionReport[]): string {
  const { works, sentences } = verdictWords(reports)
  const verdict = works
    ? 'The console can work.'
    : 'The console cannot work with everything that is configured.'
  return [
    ...reports.flatMap(checkSections).map(({ heading, rows }) => [heading, ...rows.map(rowText)].join('\n')),
    [verdict, ...sentences].join('\n'),
    '',
  ].join('\n\n')
}

const MARK: Readonly<Record<CheckRow['level'], string>> = {
  good: 'ok',
  warning: 'note',
  bad: 'BAD',
  unknown: '?',
}

/** One row in lines of their own, the mark in front. */
export function rowText({ level, asked, came, means, todo, policy }: CheckRow): string {
  const lines = [
    `  ${MARK[level].padEnd(5)}asked  ${asked}`,
    `       came   ${came}`,
    `       means  ${means}`,
    ...(todo === undefined ? [] : [`       do     ${todo}`]),
    ...(policy === undefined ? [] : policy.split('\n').map((line) => `              ${line}`)),
  ]
  return lines.join('\n')
}

function identityRow(session: SessionState): CheckRow {
  const asked = 'Who is signed in?'
  switch (session.kind) {
    case 'signedIn': {
      const groups = session.groups.length === 0 ? 'in no group' : `in ${session.groups.join(', ')}`
      const until = session.untilMs === null ? 'with no known end' : `until ${utc(session.untilMs)}`
      return {
        level: 'good',
        asked,
        came: `${session.who}, ${groups}, ${until}.`,
        means: 'There are credentials to ask with.',
      }
    }
    case 'guest':
      return {
        level: 'bad',
        asked,
        came: 'Nobody: Cognito gave the credentials of a guest.',
        means: 'AWS refuses Step Functions and SWF to guests.',
        todo: 'Give this connection a sign-in in config.json.',
      }
    case 'failed': {
      const { headline, detail } = errorWords(session.error)
      return {
        level: 'bad',
        asked,
        came: `${headline}. ${detail}`,
        means: 'Nothing can be asked.',
        todo: 'Look at the sign-in and the identity pool in config.json, and check again.',
      }
    }
    case 'signedOut':
    case 'signingIn':
      return {
        level: 'bad',
        asked,
        came: 'Nobody.',
        means: 'Nothing can be asked of this account.',
        todo: 'Sign in, and check again.',
      }
  }
}

function clockRow({ offset, offsetSource }: ConnectionReport): CheckRow {
  const asked = "How far is this machine's clock from the server's?"
  if (offset === undefined)
    return {
      level: 'unknown',
      asked,
      came: 'No answer has shown its time.',
      means: 'Deadlines are told by a clock that nothing has confirmed, with a wide error.',
      todo: 'Let answers show Date (Access-Control-Expose-Headers), or use the relay.',
    }
  const middleMs = (offset.lo + offset.hi) / 2
  const boundMs = (offset.hi - offset.lo) / 2
  const way = middleMs >= 0 ? 'behind' : 'ahead'
  const farOff = offset.lo > FAR_OFF_MS || offset.hi < -FAR_OFF_MS
  if (!farOff && boundMs > FAR_OFF_MS)
    return {
      level: 'warning',
      asked,
      came: `Known only to ±${seconds(boundMs)} (${SOURCE[offsetSource]}).`,
      means: 'Deadlines are told with that error.',
      todo: 'Let answers show Date (Access-Control-Expose-Headers), or use the relay.',
    }
  return {
    level: farOff ? 'warning' : 'good',
    asked,
    came: `It is ${seconds(Math.abs(middleMs))} ${way}, ±${seconds(boundMs)} (${SOURCE[offsetSource]}).`,
    means: farOff
      ? 'The console reckons with it and signs by the time of the server; other programs may not.'
      : 'Countdowns and signatures are right within that.',
    ...(farOff ? { todo: 'Set the clock of this machine.' } : {}),
  }
}

const SOURCE: Readonly<Record<ConnectionReport['offsetSource'], string>> = {
  aws: "by the Date of AWS's answers",
  signatureError: 'by the time in the refusal of a signature',
  idToken: 'by when the ID token was issued',
  ownOrigin: "by the console's own host",
  world: "by the simulated AWS's answers",
  none: 'by nobody',
}

function serviceRows(service: ServiceReport): readonly CheckRow[] {
  const unused: readonly CheckRow[] = service.inUse
    ? []
    : [
        {
          level: 'unknown',
          asked: 'What is to be read?',
          came: 'Nothing: no SWF domain is configured.',
          means: 'Only the way to the service is checked.',
          todo: 'To watch SWF, name domains in swfDomains of config.json.',
        },
      ]
  return [
    ...unused,
    ...preflightRows(service),
    directRow(service),
    ...dateRows(service),
    relayRow(service),
  ].concat(service.reads.map(readRow))
}

function preflightRows({ preflight, directUrl }: ServiceReport): readonly CheckRow[] {
  if (preflight === undefined) return []
  const refusals = preflightRefusals(preflight)
  return [
    {
      level: refusals.length === 0 ? 'good' : 'warning',
      asked: `OPTIONS ${directUrl}, as a browser asks, with ${headersToAllow.join(', ')}`,
      came:
        refusals.length === 0
          ? `HTTP ${preflight.status}: origin, POST and all headers are allowed.`
          : `HTTP ${preflight.status}: ${refusals.join('; ')}.`,
      means: refusals.length === 0 ? 'A browser may send its calls there.' : 'A browser sends nothing there.',
      ...(refusals.length === 0 ? {} : { todo: 'Use the relay: docs/relay.md.' }),
    },
  ]
}

function preflightRefusals({ originAllowed, methodAllowed, headersRefused }: Preflight): readonly string[] {
  return [
    ...(originAllowed ? [] : ['the origin is not allowed']),
    ...(methodAllowed ? [] : ['POST is not allowed']),
    ...(headersRefused.length === 0 ? [] : [`not allowed: ${headersRefused.join(', ')}`]),
  ]
}

function directRow({ direct, relay, directUrl }: ServiceReport): CheckRow {
  const asked = `Does ${directUrl} answer calls of this page?`
  if (direct.kind === 'answers')
    return { level: 'good', asked, came: 'AWS answered a read.', means: 'The console needs no relay for it.' }
  if (direct.kind === 'notAsked') return notAskedRow(asked, direct.because)
  const dead = direct.error.reachable === false
  const relayed = relay.kind === 'answers'
  return {
    level: relayed ? 'warning' : 'bad',
    asked,
    came: dead
      ? 'Nothing answers there at all.'
      : 'No answer that a page may read, although the host answers: browsers tell so of a host that refuses them (CORS).',
    means: relayed ? 'The console has to use the relay.' : 'The console cannot use this way.',
    todo: dead
      ? 'Look at the network, the proxy, and the region.'
      : 'Let transport be auto or relay in config.json, with a relay: docs/relay.md.',
  }
}

function dateRows({ direct }: ServiceReport): readonly CheckRow[] {
  if (direct.kind !== 'answers') return []
  const asked = 'Is the Date of direct answers readable (Access-Control-Expose-Headers)?'
  return direct.dateShown
    ? [{ level: 'good', asked, came: 'Yes.', means: "Countdowns go by AWS's own time." }]
    : [
        {
          level: 'warning',
          asked,
          came: 'No.',
          means: "The time is taken from the console's own host, the relay or the sign-in.",
          todo: 'Nothing, as long as the clock above is known well enough.',
        },
      ]
}

function relayRow({ direct, relay, relayPath }: ServiceReport): CheckRow {
  const asked = `Does the relay at ${relayPath} pass calls on?`
  if (relay.kind === 'answers')
    return {
      level: 'good',
      asked,
      came: `AWS answered a read through it${relay.dateShown ? ', with its Date' : ', without its Date'}.`,
      means: 'AWS takes a signed request that the relay passes on.',
    }
  if (relay.kind === 'notAsked') return notAskedRow(asked, relay.because)
  const needed = direct.kind !== 'answers'
  return {
    level: needed ? 'bad' : 'warning',
    asked,
    came: relay.error.relay === undefined ? 'No answer in time.' : RELAY[relay.error.relay],
    means: needed ? 'The console cannot use this way.' : 'Not needed as long as the direct way answers.',
    todo: 'Set one up or look into it: docs/relay.md.',
  }
}

const RELAY = {
  absent: 'There is none: what answers there is not AWS.',
  refused: 'It refuses the call: it may not know this region.',
  unreached: 'It got no answer from AWS.',
  silent: 'That host does not answer.',
} as const

const BECAUSE: Readonly<Record<Extract<WayFinding, { kind: 'notAsked' }>['because'], string>> = {
  configured: 'Not asked: by transport and endpoint of config.json only the other way is taken.',
  noRelay: 'Not asked: nobody said where a relay is (--relay URL).',
  noCredentials: 'Not asked: there are no credentials.',
}

function notAskedRow(asked: string, because: keyof typeof BECAUSE): CheckRow {
  return { level: 'unknown', asked, came: BECAUSE[because], means: 'Nothing is known of this way.' }
}

function readRow({ action, on, result }: ReadFinding): CheckRow {
  const asked = on === null ? action : `${action} on ${on}`
  if (result.kind === 'allowed') {
    const came = result.found === null ? 'An answer.' : `An answer with ${result.found} of them.`
    return { level: 'good', asked, came, means: 'Allowed.' }
  }
  if (result.kind === 'notAsked')
    return {
      level: 'unknown',
      asked,
      came: 'Not asked: there was nothing to ask it about.',
      means: 'Nothing is known of this permission.',
      todo: 'Check again while something runs that needs it.',
    }
  const { error } = result
  const { headline, detail, next, policy } = errorWords(error)
  if (error.kind === 'denied')
    return {
      level: 'bad',
      asked,
      came: `Denied. ${detail}`,
      means: `${headline}.`,
      todo: next,
      ...(policy === undefined ? {} : { policy }),
    }
  return {
    level: 'bad',
    asked,
    came: `${headline}. ${detail}`,
    means: 'This is not settled.',
    todo: error.kind === 'notFound' ? next : 'Check again.',
  }
}

function workingSentence(report: ConnectionReport): string {
  const ways = report.services
    .filter(({ inUse }) => inUse)
    .map(
      (service) =>
        `${SERVICE[service.service]} ${workingWay(service) === 'relay' ? 'through the relay' : 'directly'}`,
    )
  return `${report.id}: ${ways.join(', ')}.`
}

function obstacleSentence(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'noCredentials':
      return `${obstacle.id}: there are no credentials to ask with.`
    case 'noWay':
      return `${obstacle.id}: ${SERVICE[obstacle.service]} was reached neither directly nor through a relay.`
    case 'readFailed':
      return `${obstacle.id}: ${obstacle.read.action} fails: ${errorWords(obstacle.read.result.error).headline}.`
  }
}

/** For a page: whether there is somebody to ask as. */
export function isSignedOut({ session }: ConnectionReport): boolean {
  return !hasCredentials(session)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, 19)} UTC`
}
