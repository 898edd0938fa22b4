import { describe, expect, it } from 'vitest'
import type { StatesApi } from '../aws/states-api.ts'
import { type AnswerProblem, type AppError, AppFailure, type Effect } from '../domain/app-error.ts'
import { TaskToken } from '../domain/task-token.ts'
import { createStore } from '../lib/store.ts'
import type { JournalEntry, UnknownReason, WriteOutcome } from './journal-entry.ts'
import { memoryJournalStore } from './journal-store.ts'
import { type Action, type PerformPorts, perform } from './perform.ts'
import { fakeConnection, fakeSession, fakeStates } from './testing-connection.ts'
import { testingJournal } from './testing-journal.ts'
import { virtualPorts } from './testing-ports.ts'

const SECRET = 'AQC-this-is-the-token'
const TASK = {
  connectionId: 'local/eu-west-1',
  executionId: 'arn:aws:states:eu-west-1:123456789012:execution:Orders:a',
  scheduledEventId: 3,
}
const DENIED: AppError = {
  kind: 'denied',
  action: 'states:SendTaskHeartbeat',
  resource: null,
  guest: false,
  explicit: false,
}
const NO_ANSWER: AppError = { kind: 'noAnswer', reachable: null, endpoint: 'http://127.0.0.1:4566' }
const FIVE_MINUTES_MS = 300_000

/** An action, with AWS and the re-read played by the test; `send` takes 200 ms. */
function stage({
  send = async () => undefined,
  reread = async () => ({ kind: 'open' }),
  answersAtAll = false,
  signedOut = false,
  forget,
}: {
  send?: StatesApi['sendTaskHeartbeat']
  reread?: PerformPorts['reread']
  answersAtAll?: boolean
  signedOut?: boolean
  forget?: () => void
} = {}) {
  const wall = virtualPorts()
  const store = memoryJournalStore()
  let full = false
  const refuse = (): never => {
    throw new DOMException('no room', 'QuotaExceededError')
  }
  const journal = testingJournal({
    store: { ...store, put: async (entry) => (full ? refuse() : store.put(entry)) },
  })
  const session = fakeSession()
  if (forget !== undefined) session.forget = forget
  const sent: { readonly token: string; readonly journal: readonly JournalEntry[]; readonly atMs: number }[] =
    []
  const states = fakeStates({
    async sendTaskHeartbeat(token) {
      sent.push({ token: token.reveal(), journal: journal.entries.get(), atMs: wall.wall() })
      wall.setWall(wall.wall() + 200)
      await send(token)
    },
  })
  const action: Action = {
    kind: 'heartbeat',
    connection: fakeConnection(wall, {
      states,
      session: signedOut
        ? {
            ...session,
            state: createStore({ kind: 'signedOut' } as const),
            credentials: failing({ kind: 'signedOut' }),
          }
        : session,
    }),
    task: TASK,
    taskName: 'Orders / Charge card',
    token: new TaskToken(SECRET),
    tokenBasis: 'history',
    details: null,
    mayGoUnrecorded: false,
  }
  const ports: PerformPorts = {
    journal,
    reread,
    fetch: async () => {
      if (answersAtAll) return new Response()
      throw new TypeError('Failed to fetch')
    },
  }
  return {
    act: (change: Partial<Action> = {}) => perform({ ...action, ...change }, ports),
    becomesFull: () => {
      full = true
    },
    journal,
    session,
    sent,
    startMs: wall.wall(),
    stored: async () => JSON.stringify(await store.all()),
    wall,
  }
}

const failing =
  (error: AppError, effect: Effect = 'unknown') =>
  async (): Promise<never> => {
    throw new AppFailure(error, effect)
  }
const fault = (status: number | null): AppError => ({ kind: 'awsFault', code: 'X', message: '', status })

function unreadable(problem: AnswerProblem): AppError {
  const action = 'states:GetExecutionHistory'
  return { kind: 'unreadable', endpoint: 'http://127.0.0.1:4566', action, problem }
}

describe('perform', () => {
  it('sends the token once and counts the acceptance from when it was sent', async () => {
    const { act, journal, sent, startMs } = stage()
    const outcome = await act()
    expect(outcome).toEqual({
      kind: 'accepted',
      at: { lo: startMs, hi: startMs + 200 },
      cancelRequested: null,
    })
    expect(sent.map(({ token }) => token)).toEqual([SECRET])
    expect(journal.entries.get()).toMatchObject([{ outcome, tokenBasis: 'history', task: TASK }])
  })

  it('does not count the time of the re-read into the acceptance', async () => {
    const play = stage({
      reread: async () => {
        play.wall.setWall(play.wall.wall() + 3000)
        return { kind: 'open' }
      },
    })
    expect(await play.act()).toMatchObject({ at: { lo: play.startMs + 3000, hi: play.startMs + 3200 } })
  })

  it('has written it down before it sends', async () => {
    const { act, sent } = stage()
    await act()
    expect(sent[0]?.journal).toMatchObject([
      { outcome: null, tokenFingerprint: new TaskToken(SECRET).fingerprint },
    ])
  })

  it('sends nothing to a task that the re-read finds ended', async () => {
    const ending = {
      kind: 'timedOut',
      atMs: 1,
      error: 'States.Timeout',
      cause: null,
      timeoutType: null,
    } as const
    const { act, sent, journal } = stage({ reread: async () => ({ kind: 'ended', ending }) })
    expect(await act()).toEqual({ kind: 'alreadyEnded', ended: ending })
    expect(sent).toEqual([])
    expect(journal.entries.get()).toMatchObject([{ outcome: { kind: 'alreadyEnded' } }])
  })

  it.each<AppError>([
    NO_ANSWER,
    { kind: 'notSignedIn', message: '' },
    { kind: 'expiredCredentials' },
    { kind: 'clockSkew' },
    unreadable('noEvents'),
    unreadable('noList'),
    unreadable('malformed'),
  ])('sends nothing where the re-read shows that it would not arrive: $kind', async (error) => {
    const { act, sent } = stage({ reread: failing(error) })
    expect(await act()).toEqual({ kind: 'notSent', error })
    expect(sent).toEqual([])
  })

  it.each<AppError>([
    { kind: 'throttled' },
    DENIED,
    fault(503),
    { kind: 'notFound', what: 'execution', name: '' },
    // AWS answers there, or nobody would know the history at all.
    unreadable('contradiction'),
    unreadable('shorterThanKnown'),
  ])('sends although the re-read was $kind: the write has its own quota and permission', async (error) => {
    const { act, sent } = stage({ reread: failing(error) })
    expect(await act()).toMatchObject({ kind: 'accepted' })
    expect(sent).toHaveLength(1)
  })

  it.each(['taskClosed', 'taskDoesNotExist', 'invalidToken'] as const)(
    'tells %s as an outcome',
    async (kind) => {
      const { act, sent, startMs } = stage({ send: failing({ kind }, 'refused') })
      expect(await act()).toEqual({ kind, at: { lo: startMs, hi: startMs + 200 } })
      expect(sent).toHaveLength(1)
    },
  )

  it.each<AppError>([
    NO_ANSWER,
    { ...NO_ANSWER, relay: 'refused' },
    { kind: 'signedOut' },
    { kind: 'notSignedIn', message: '' },
  ])('counts as not sent what proves that nothing left: %j', async (error) => {
    const { act, sent } = stage({ send: failing(error, 'unsent') })
    expect(await act()).toEqual({ kind: 'notSent', error })
    expect(sent).toHaveLength(1)
  })

  it('asks nothing of AWS’s host where the relay lost the answer', async () => {
    const error: AppError = { ...NO_ANSWER, relay: 'unreached' }
    const { act } = stage({ send: failing(error), answersAtAll: true })
    expect(await act()).toMatchObject({ kind: 'unknown', reachable: null })
  })

  it.each<AppError>([DENIED, { kind: 'throttled' }, { kind: 'clockSkew' }, fault(400)])(
    'is refused where AWS says so: $kind; nothing is sent again',
    async (error) => {
      const { act, sent, session } = stage({ send: failing(error, 'refused') })
      expect(await act()).toEqual({ kind: 'refused', error })
      expect(sent).toHaveLength(1)
      expect(session.forgotten).toBe(0)
    },
  )

  it('forgets credentials that AWS calls expired', async () => {
    const { act, session } = stage({ send: failing({ kind: 'expiredCredentials' }, 'refused') })
    expect(await act()).toMatchObject({ kind: 'refused' })
    expect(session.forgotten).toBe(1)
  })

  it.each([true, false])(
    'does not know what became of a lost answer (host answers at all: %s)',
    async (reachable) => {
      const { act, sent, startMs } = stage({ send: failing(NO_ANSWER), answersAtAll: reachable })
      expect(await act()).toEqual({
        kind: 'unknown',
        at: { lo: startMs, hi: startMs + 200 + FIVE_MINUTES_MS },
        reachable,
        why: 'noAnswer',
      })
      expect(sent).toHaveLength(1)
    },
  )

  it.each([fault(500), fault(503)])('does not know what became of it after a fault', async (error) => {
    const { act, sent, startMs } = stage({ send: failing(error) })
    // A gateway's fault may come before the work is done.
    const at = { lo: startMs, hi: startMs + 200 + FIVE_MINUTES_MS }
    expect(await act()).toEqual({ kind: 'unknown', at, reachable: null, why: 'awsFault' })
    expect(sent).toHaveLength(1)
  })

  it.each<[UnknownReason, AppError]>([
    ['unproved', DENIED],
    ['unproved', { kind: 'throttled' }],
    ['unproved', { kind: 'taskClosed' }],
    ['unproved', { kind: 'taskDoesNotExist' }],
    ['unproved', { kind: 'invalidToken' }],
    ['unproved', { kind: 'taskUnknown' }],
    ['unproved', { kind: 'expiredCredentials' }],
    ['unproved', { kind: 'clockSkew' }],
    ['unproved', { kind: 'signedOut' }],
    ['unproved', fault(400)],
    [
      'foreignAnswer',
      { kind: 'foreignAnswer', endpoint: 'http://127.0.0.1:4566', status: 200, isMarked: false },
    ],
    ['noAnswer', { kind: 'defect' }],
  ])('does not know what became of it, and says why: %s, %j', async (why, error) => {
    const { act, sent } = stage({ send: failing(error) })
    expect(await act()).toMatchObject({ kind: 'unknown', why })
    expect(sent).toHaveLength(1)
  })

  it('asks who sends before it writes anything down, and sends nothing for nobody', async () => {
    const { act, sent, journal } = stage({ signedOut: true })
    expect(await act()).toEqual({ kind: 'notSent', error: { kind: 'signedOut' } })
    expect(sent).toEqual([])
    expect(journal.entries.get()).toEqual([])
  })

  it('does not say that nothing was sent, whatever fails after it was', async () => {
    const { act } = stage({
      send: failing({ kind: 'expiredCredentials' }, 'refused'),
      forget: () => {
        throw new Error('a defect')
      },
    })
    expect(await act()).toMatchObject({ kind: 'unknown' })
  })

  it('begins nothing while another write to the task is under way', async () => {
    let answer: () => void = () => undefined
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { act, sent, journal } = stage({ send: () => answered })
    const first = act()
    expect(await act()).toEqual({ kind: 'underWay' })
    await expect.poll(() => sent.length).toBe(1)
    expect(await act()).toEqual({ kind: 'underWay' })
    answer()
    expect(await first).toMatchObject({ kind: 'accepted' })
    expect(await act()).toMatchObject({ kind: 'accepted' })
    expect(journal.entries.get()).toHaveLength(2)
  })

  it('sends nothing that it cannot write down, until a person agrees to that', async () => {
    const { act, sent, journal, becomesFull } = stage()
    becomesFull()
    expect(await act()).toEqual({ kind: 'unrecorded' })
    expect(sent).toEqual([])
    expect(journal.entries.get()).toEqual([])
    expect(await act({ mayGoUnrecorded: true })).toMatchObject({ kind: 'accepted' })
    expect(sent).toHaveLength(1)
    expect(journal.entries.get()).toMatchObject([{ recorded: 'none', outcome: { kind: 'accepted' } }])
  })

  it('sends nothing where the journal fills up during the re-read', async () => {
    const play = stage({
      reread: async () => {
        play.becomesFull()
        return { kind: 'open' }
      },
    })
    expect(await play.act()).toEqual({ kind: 'unrecorded' })
    expect(play.sent).toEqual([])
  })

  it('has noted that the request leaves before it does', async () => {
    const { act, sent, startMs } = stage()
    await act()
    expect(sent[0]?.journal).toMatchObject([{ outcome: null, sentAt: { lo: startMs, hi: startMs } }])
  })

  it('leaves no entry open, whatever fails: a code may be named like a member of every object', async () => {
    for (const code of ['toString', 'constructor', '__proto__']) {
      const cause = Object.assign(new Error(''), { name: code })
      for (const play of [
        stage({ send: () => Promise.reject(cause) }),
        stage({ reread: () => Promise.reject(cause) }),
      ]) {
        await play.act()
        expect(play.journal.isUnderWay(TASK)).toBe(false)
      }
    }
  })

  it('never rejects, whatever happens', async () => {
    const unheardOf = () => Promise.reject(new Error(`a defect that repeats ${SECRET}`))
    const outcomes: WriteOutcome[] = [
      await stage({ send: unheardOf }).act(),
      await stage({ reread: unheardOf }).act(),
    ]
    expect(outcomes.map(({ kind }) => kind)).toEqual(['unknown', 'accepted'])
    expect(JSON.stringify(outcomes)).not.toContain(SECRET)
  })

  it('stores no token, whatever the outcome', async () => {
    for (const error of [DENIED, NO_ANSWER, fault(500), { kind: 'invalidToken' } as const]) {
      const { act, stored } = stage({ send: failing(error, 'refused') })
      await act()
      expect(await stored()).toContain(new TaskToken(SECRET).fingerprint)
      expect(await stored()).not.toContain(SECRET)
    }
  })
})
