import { headersToAllow } from '../aws/preflight.ts'
import type { AnswerProblem, AppError, RelayTrouble } from '../domain/app-error.ts'
import { deniedWords, type ErrorWords } from './denied-words.ts'

const WHAT = {
  execution: 'execution',
  stateMachine: 'state machine',
  mapRun: 'Map Run',
  activity: 'activity',
  domain: 'SWF domain',
  workflow: 'workflow execution',
} as const

/** Any `AppError` of a read in plain words; of a write, `next` does not hold, for nobody tries that again. */
export function errorWords(error: AppError): ErrorWords {
  switch (error.kind) {
    case 'denied':
      return deniedWords(error)
    case 'throttled':
      return {
        headline: 'AWS is throttling this account',
        detail: 'The account, shared with production, has used up its rate for this call.',
        next: 'The console waits and tries again by itself, ever more slowly.',
      }
    case 'expiredCredentials':
      return {
        headline: 'The credentials have expired',
        detail: 'AWS no longer accepts them.',
        next: 'New ones are being asked for; if this stays, sign in again.',
      }
    case 'signedOut':
      return {
        headline: 'Nobody is signed in',
        detail: 'The sign-in has ended, or there was none yet.',
        next: 'Sign in above.',
      }
    case 'notSignedIn':
      return {
        headline: 'AWS does not accept this sign-in',
        detail: error.message,
        next: 'Sign in again, or check the identity pool in config.json.',
      }
    case 'clockSkew':
      return {
        headline: 'AWS refuses the signature because of the clock',
        detail: "This machine's clock and AWS's differ by more than 5 minutes.",
        next: 'The console signs by the time that AWS tells; if this stays, set the clock.',
      }
    case 'noAnswer':
      return {
        headline: `No answer from ${error.endpoint}`,
        detail: noAnswerDetail(error),
        next: 'What was known is still shown. The console tries again every few seconds.',
      }
    case 'defect':
      return {
        headline: 'The console failed',
        detail: 'That is a defect of the console, not of AWS.',
        next: 'Reload the page.',
      }
    case 'foreignAnswer':
      if (error.isMarked)
        return {
          headline: `The answer from ${error.endpoint} is not complete`,
          detail: `It is HTTP ${error.status} of AWS, but its body was cut off or replaced on the way.`,
          next: 'What was known is still shown. The console tries again every few seconds.',
        }
      return {
        headline: `The answer from ${error.endpoint} is not AWS's`,
        detail: `It is HTTP ${error.status} without the marks of an AWS answer: it may come from a proxy, from a sign-in page of the network, or from an endpoint that is failing.`,
        next: 'What was known is still shown. The console tries again every few seconds.',
      }
    case 'notFound':
      return {
        headline: `There is no such ${WHAT[error.what]}`,
        detail: error.name,
        next: NOT_FOUND_NEXT[error.what] ?? 'Check account and region.',
      }
    case 'taskClosed':
      return {
        headline: 'The task is closed',
        detail: 'It ended, or its time ran out, before this arrived.',
        next: '',
      }
    case 'taskDoesNotExist':
      return {
        headline: 'AWS knows no such task',
        detail: 'The token has the right shape, but no task has it.',
        next: 'Check that it is from this account and region.',
      }
    case 'invalidToken':
      return {
        headline: 'This is not a task token',
        detail: 'AWS cannot read it: part of it may be missing, or + / = were changed on the way.',
        next: 'Copy it again, whole.',
      }
    case 'taskUnknown':
      return {
        headline: 'SWF knows no open task with this token',
        detail: 'The task is closed, or its workflow is, or the token was never one. SWF does not say which.',
        next: '',
      }
    case 'limitExceeded':
      return {
        headline: 'A limit of this account is used up',
        detail: error.message || 'AWS does not say which limit.',
        next: 'Waiting alone does not help: somebody has to close what is open, or ask AWS for more.',
      }
    case 'unreadable':
      return {
        headline: `Unusable answer from ${error.endpoint}`,
        detail: `${callOf(error.action)} ${PROBLEM[error.problem]}`,
        next: 'Nothing in it is used: data already loaded stays visible and ages. Check that this endpoint is AWS; if it was restarted, reload the page.',
      }
    case 'awsFault':
      return {
        headline: `AWS answered ${error.code}`,
        detail: error.message || 'It gave no message.',
        next: 'The console tries again by itself.',
      }
  }
}

/** The name of a call by its IAM action. */
function callOf(action: string): string {
  return action.split(':').at(-1) ?? action
}

/** Follows the name of the call. */
const PROBLEM: Readonly<Record<AnswerProblem, string>> = {
  malformed: 'returned something other than what AWS documents.',
  noList: 'returned no list at all; AWS returns an empty one where there is nothing.',
  noEvents: 'returned a history without events; AWS always returns at least the first one.',
  noName: 'returned an item without its name, so something runs there that cannot be read.',
  noTime: 'returned no time, or a time in a form that AWS does not use.',
  outOfOrder: 'returned events in no order: their ids neither fall nor rise.',
  gap: 'left out events: their ids have a gap, or do not begin where they should.',
  contradiction: 'returned the same event twice, with different contents.',
  shorterThanKnown: 'returned a history that ends before an event it has returned earlier.',
  endless: 'keeps returning pages without an end.',
}

type NoAnswer = Extract<AppError, { kind: 'noAnswer' }>

function noAnswerDetail({ reachable, relay }: NoAnswer): string {
  const way = relay === undefined ? [] : [relayWords(relay)]
  if (reachable === true) {
    const cors = `For a browser to show its answers, it has to allow this page's origin and the headers ${headersToAllow.join(', ')}; which of these it refuses, browsers do not tell.`
    const host =
      'The host answers, but not to this page: it may refuse calls from browsers (CORS), or the connection broke.'
    return [host, cors, ...way].join(' ')
  }
  if (relay !== undefined) return relayWords(relay)
  return reachable === false
    ? 'Nothing answers there at all: the network, a proxy or the endpoint is down.'
    : 'The network, a proxy or the endpoint is down, or it refuses calls from browsers (CORS).'
}

/** Why nothing came through the relay. */
export function relayWords(trouble: RelayTrouble): string {
  return RELAY[trouble]
}

const RELAY: Readonly<Record<RelayTrouble, string>> = {
  absent:
    "This console's own host has no relay: what answers there is not AWS. docs/relay.md tells how to set one up.",
  refused: "The relay of this console's own host refuses the call: it may not know this region.",
  unreached: "The relay of this console's own host got no answer from AWS.",
  silent: "This console's own host, which would relay the call, does not answer.",
}

const NOT_FOUND_NEXT: Partial<Readonly<Record<keyof typeof WHAT, string>>> = {
  execution: 'AWS keeps histories for 90 days after an execution ended. Check account and region.',
  domain: 'Check swfDomains in config.json, the account and the region.',
  workflow:
    "SWF forgets a closed workflow after its domain's retention period. Check domain, workflowId and runId.",
}
