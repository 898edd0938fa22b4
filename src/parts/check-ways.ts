import { headersToAllow } from '../aws/preflight.ts'
import type { Preflight, ServiceReport, WayFinding } from '../console/check/check-report.ts'
import type { CheckRow } from './check-row.ts'
import { errorWords, relayWords } from './error-words.ts'

/** By which ways a service answers. */
export function wayRows(service: ServiceReport): readonly CheckRow[] {
  return [...preflightRows(service), directRow(service), ...dateRows(service), relayRow(service)]
}

function preflightRows({ preflight, directUrl }: ServiceReport): readonly CheckRow[] {
  if (preflight === undefined) return []
  const asked = `May a browser call ${directUrl} (OPTIONS, as it asks)?`
  const refusals = preflightRefusals(preflight)
  return refusals.length === 0
    ? [
        {
          level: 'good',
          asked,
          came: `HTTP ${preflight.status}: origin, POST and all headers are allowed (${headersToAllow.join(', ')}).`,
          means: 'A browser may send its calls there.',
        },
      ]
    : [
        {
          level: 'warning',
          asked,
          came: `HTTP ${preflight.status}: ${refusals.join('; ')}.`,
          means: 'A browser sends nothing there.',
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

/** What came of a way that answers. */
function answered({ asNobody }: Extract<WayFinding, { kind: 'answers' }>): string {
  return asNobody === true ? 'AWS answered: it refused keys that belong to nobody' : 'AWS answered a read'
}

function directRow({ direct, relay, directUrl }: ServiceReport): CheckRow {
  const asked = `Does ${directUrl} answer calls of this page?`
  if (direct.kind === 'answers')
    return { level: 'good', asked, came: `${answered(direct)}.`, means: 'The console needs no relay for it.' }
  if (direct.kind === 'notAsked') return notAskedRow(asked, direct.because)
  if (direct.kind === 'foreignAnswer') return foreignRow(asked, direct.error)
  if (direct.error.reachable === false)
    return {
      level: 'bad',
      asked,
      came: 'Nothing answers there at all.',
      means: 'This machine does not get there.',
      todo: 'Look at the network, a proxy in between, and whether there is such a region.',
    }
  const relayed = relay.kind === 'answers'
  return {
    level: relayed ? 'warning' : 'bad',
    asked,
    came: 'No answer that a page may read, although the host answers: browsers tell so of a host that refuses them (CORS).',
    means: relayed ? 'The console uses the relay.' : 'The console cannot use this way.',
    ...(relayed ? {} : { todo: RELAY_TODO[relay.kind === 'notAsked' ? relay.because : 'noAnswer'] }),
  }
}

const RELAY_TODO = {
  configured: 'Let transport be auto or relay in config.json, with a relay: docs/relay.md.',
  noRelay: 'Say where the relay is, to have it tried: --relay URL.',
  noAnswer: 'Look into the relay, below.',
} as const

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
      came: `${answered(relay)}, through it, ${relay.dateShown ? 'with' : 'without'} its Date.`,
      means: 'AWS takes a signed request that the relay passes on.',
    }
  if (relay.kind === 'notAsked') return notAskedRow(asked, relay.because)
  if (relay.kind === 'foreignAnswer') return foreignRow(asked, relay.error)
  const needed = direct.kind !== 'answers'
  const { relay: trouble } = relay.error
  return {
    level: needed ? 'bad' : trouble === 'absent' ? 'unknown' : 'warning',
    asked,
    came: trouble === undefined ? 'No answer in time.' : relayWords(trouble),
    means: needed ? 'The console cannot use this way.' : 'Not needed, as long as the direct way answers.',
    ...(needed ? { todo: 'Set one up or look into it: docs/relay.md.' } : {}),
  }
}

function foreignRow(asked: string, error: ForeignAnswer): CheckRow {
  const { headline, detail } = errorWords(error)
  return {
    level: 'bad',
    asked,
    came: `${headline}. ${detail}`,
    means: 'The console cannot use this way.',
    todo: 'Check the endpoint, and what is between this browser and AWS: a proxy, a VPN, or the sign-in page of a network.',
  }
}

type ForeignAnswer = Extract<WayFinding, { kind: 'foreignAnswer' }>['error']

const BECAUSE: Readonly<Record<Extract<WayFinding, { kind: 'notAsked' }>['because'], string>> = {
  configured: 'Not asked: by transport and endpoint of config.json only the other way is taken.',
  noRelay: 'Not asked: nobody said where a relay is (--relay URL).',
}

function notAskedRow(asked: string, because: keyof typeof BECAUSE): CheckRow {
  return { level: 'unknown', asked, came: BECAUSE[because], means: 'Nothing is known of this way.' }
}
