import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppError } from '../domain/app-error.ts'
import { swfExecutionId } from '../domain/execution-id.ts'
import { aBase64Token } from '../domain/testing-tokens.ts'
import { seededRandom } from '../lib/random.ts'
import { type SettledOutcome, type StoredEntry, sameTask } from './journal-entry.ts'
import { readStoredEntry, storable } from './journal-schema.ts'
import { testingEntry } from './testing-journal.ts'

const AT = { lo: 1_000_000, hi: 1_000_100 }

/** One of each kind: a new kind does not compile without one. */
const errors: { readonly [Kind in AppError['kind']]: Extract<AppError, { kind: Kind }> } = {
  denied: {
    kind: 'denied',
    action: 'a',
    resource: 'r',
    guest: false,
    explicit: true,
    policy: 'session policy',
  },
  throttled: { kind: 'throttled' },
  expiredCredentials: { kind: 'expiredCredentials' },
  signedOut: { kind: 'signedOut' },
  notSignedIn: { kind: 'notSignedIn', message: 'a message' },
  clockSkew: { kind: 'clockSkew' },
  noAnswer: { kind: 'noAnswer', reachable: null, endpoint: 'https://x', relay: 'unreached' },
  foreignAnswer: { kind: 'foreignAnswer', endpoint: 'https://x', status: 200, isMarked: false },
  defect: { kind: 'defect' },
  notFound: { kind: 'notFound', what: 'execution', name: 'n' },
  taskClosed: { kind: 'taskClosed' },
  taskDoesNotExist: { kind: 'taskDoesNotExist' },
  invalidToken: { kind: 'invalidToken' },
  taskUnknown: { kind: 'taskUnknown' },
  limitExceeded: { kind: 'limitExceeded', message: 'a message' },
  unreadable: {
    kind: 'unreadable',
    endpoint: 'https://x',
    action: 'states:GetExecutionHistory',
    problem: 'gap',
  },
  awsFault: { kind: 'awsFault', code: 'X', message: 'a message', status: 500 },
}

const outcomes: { readonly [Kind in SettledOutcome['kind']]: Extract<SettledOutcome, { kind: Kind }> } = {
  accepted: { kind: 'accepted', at: AT, cancelRequested: true },
  taskClosed: { kind: 'taskClosed', at: AT },
  taskDoesNotExist: { kind: 'taskDoesNotExist', at: AT },
  invalidToken: { kind: 'invalidToken', at: AT },
  taskUnknown: { kind: 'taskUnknown', at: AT },
  refused: { kind: 'refused', error: errors.denied },
  alreadyEnded: { kind: 'alreadyEnded', ended: null },
  pageClosed: { kind: 'pageClosed' },
  notSent: { kind: 'notSent', error: errors.signedOut },
  unknown: { kind: 'unknown', at: AT, reachable: null, why: 'noAnswer' },
}

function stored(outcome: SettledOutcome | null): StoredEntry {
  return storable({ ...testingEntry, id: 'a', pageId: 'p', sentAt: AT, outcome })
}

describe('a stored entry', () => {
  it.each([null, ...Object.values(outcomes)])('is read as it was written: %j', (outcome) => {
    expect(readStoredEntry(structuredClone(stored(outcome)))).toEqual(stored(outcome))
  })

  it.each(Object.values(errors))('is read with its error: $kind', (error) => {
    for (const kind of ['refused', 'notSent'] as const) {
      const entry = stored({ kind, error })
      expect(readStoredEntry(structuredClone(entry))).toEqual(entry)
    }
  })

  it.each(Object.values(errors))('holds no message of AWS: $kind', (error) => {
    expect(JSON.stringify(stored({ kind: 'refused', error }))).not.toContain('a message')
  })

  it('holds nothing of how the task ended, which may be data of its execution', () => {
    const ended = { kind: 'failed', atMs: 1, error: 'E', cause: 'order 7', timeoutType: null } as const
    expect(JSON.stringify(stored({ kind: 'alreadyEnded', ended }))).not.toContain('order 7')
  })

  it('holds a workflowId that is a task token by its fingerprint, and is still of its task', () => {
    const token = aBase64Token(seededRandom(1))
    const executionId = swfExecutionId({ domain: 'd', workflowId: token, runId: 'r' })
    const task = { ...testingEntry.task, executionId }
    const entry = storable({ ...stored(null), task })
    expect(JSON.stringify(entry)).not.toContain(token.slice(0, 40))
    expect(readStoredEntry(entry)).toEqual(entry)
    expect(sameTask(entry.task, task)).toBe(true)
  })

  it.each([
    null,
    'text',
    {},
    { ...stored(null), outcome: { kind: 'toString' } },
    { ...stored(null), outcome: { kind: 'accepted' } },
    { ...stored(null), outcome: { kind: 'refused', error: { kind: 'constructor' } } },
    { ...stored(null), task: { ...testingEntry.task, executionId: 'no execution' } },
    { ...stored(null), askedAtMs: Number.NaN },
    { ...stored(null), askedAtMs: 1e300 },
    { ...stored(null), askedAtMs: -1e17 },
    { ...stored(null), sentAt: { lo: 2, hi: 1 } },
    { ...stored(null), outcome: { ...outcomes.unknown, at: { lo: 1e300, hi: Number.POSITIVE_INFINITY } } },
  ])('of another shape is not read: %j', (other) => {
    expect(readStoredEntry(other)).toBeNull()
  })

  it('that JSON cannot hold is not read', () => {
    expect(readStoredEntry({ id: 5, x: 10n })).toBeNull()
  })

  it('never throws, and what it reads it reads again', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.keys(stored(null))), (value, member) => {
        const read = readStoredEntry({ ...stored(null), [member]: value })
        if (read !== null) expect(readStoredEntry(read)).toEqual(read)
      }),
    )
  })
})
