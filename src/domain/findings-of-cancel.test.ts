import { describe, expect, it } from 'vitest'
import type { OwnBeat } from './estimate.ts'
import { CANCEL_PATIENCE_SECONDS, cancelFinding } from './findings-of-cancel.ts'
import { GRACE_MS } from './grace.ts'
import { exactly } from './interval.ts'
import { anActivity, anSwfActivity, at, beat, evidenceOf } from './testing-tasks.ts'

const REQUESTED = 100
const WINDOW = 60 + GRACE_MS / 1000

interface Seen {
  readonly openAt: number
  readonly heartbeatSeconds?: number | null
  readonly startedAtMs?: number | null
  readonly ownBeats?: readonly OwnBeat[]
}

/** Taken at 10 s, with an interval of 60 s; asked to cancel at 100 s, and again at 110 s. */
function seen({ openAt, ownBeats = [], heartbeatSeconds = 60, startedAtMs = at(10) }: Seen) {
  const cancelRequest = { sinceMs: at(REQUESTED), atMs: at(110), decisionEventId: 9, decider: null }
  const task = anSwfActivity({ heartbeatSeconds, startedAtMs }, { cancelRequest })
  return cancelFinding(evidenceOf(task, { openAt: exactly(at(openAt)), ownBeats }))
}

describe('cancelFinding', () => {
  it.each([
    [REQUESTED + 60, null],
    [REQUESTED + 60.001, { kind: 'cancelNotAnswered', severity: 'info', heardAt: null }],
    [REQUESTED + WINDOW, { kind: 'cancelNotAnswered', heardAt: null }],
    [
      REQUESTED + WINDOW + 0.001,
      {
        kind: 'cancelNotAnswered',
        severity: 'warning',
        requestedAtMs: at(REQUESTED),
        heardAt: { lo: at(REQUESTED + 0.001), hi: at(REQUESTED + WINDOW + 0.001) },
      },
    ],
    [REQUESTED + 2 * WINDOW, { kind: 'cancelNotAnswered', severity: 'warning' }],
    [
      REQUESTED + 2 * WINDOW + 0.001,
      {
        kind: 'cancelIgnored',
        severity: 'warning',
        requestedAtMs: at(REQUESTED),
        heardByMs: at(REQUESTED + WINDOW),
        beatAgainAt: { lo: at(REQUESTED + WINDOW + 0.001), hi: at(REQUESTED + 2 * WINDOW + 0.001) },
      },
    ],
  ])('seen open at %s s', (openAt, expected) => {
    if (expected === null) expect(seen({ openAt })).toBeNull()
    else expect(seen({ openAt })).toMatchObject(expected)
  })

  it.each(['history', 'pasted', 'lost'] as const)('counts anew from an own beat (%s)', (basis) => {
    const ownBeats = [beat(basis, 150, 151)]
    expect(seen({ openAt: 151 + WINDOW, ownBeats })).toMatchObject({ heardAt: null })
    expect(seen({ openAt: 151.001 + WINDOW, ownBeats })).toMatchObject({ heardAt: { lo: at(151.001) } })
    expect(seen({ openAt: 151 + 2 * WINDOW, ownBeats })).toMatchObject({ kind: 'cancelNotAnswered' })
    expect(seen({ openAt: 151.001 + 2 * WINDOW, ownBeats })).toMatchObject({ kind: 'cancelIgnored' })
  })

  it.each(['history', 'pasted', 'lost'] as const)(
    'keeps what was proved before an own beat (%s)',
    (basis) => {
      const sent = REQUESTED + 2 * WINDOW + 1
      const ownBeats = [beat(basis, sent, sent + 300)]
      for (const openAt of [sent, sent + 1, sent + 300, sent + 400])
        expect(seen({ openAt, ownBeats }), `open at ${openAt} s`).toMatchObject({
          kind: 'cancelIgnored',
          heardByMs: at(REQUESTED + WINDOW),
        })
      const soon = REQUESTED + WINDOW + 1
      expect(seen({ openAt: soon + 50, ownBeats: [beat(basis, soon, soon + 300)] })).toMatchObject({
        kind: 'cancelNotAnswered',
        heardAt: { lo: at(soon - WINDOW), hi: at(soon) },
      })
    },
  )

  it('proves nothing where no beat is due, and is patient for a minute', () => {
    const quiet = (openAt: number) => seen({ openAt, heartbeatSeconds: null })
    expect(quiet(REQUESTED + CANCEL_PATIENCE_SECONDS)).toBeNull()
    expect(quiet(90_000)).toMatchObject({ kind: 'cancelNotAnswered', severity: 'info', heardAt: null })
  })

  it('is no matter of a task that nobody has taken, that nobody asked to cancel, or of Step Functions', () => {
    expect(seen({ openAt: 90_000, startedAtMs: null })).toBeNull()
    for (const task of [anSwfActivity(), anActivity()])
      expect(cancelFinding(evidenceOf(task, { openAt: exactly(at(90_000)) }))).toBeNull()
  })

  it('never takes back what a later sight of the same task adds to', () => {
    const RANK = { none: 0, cancelNotAnswered: 1, heard: 2, cancelIgnored: 3 }
    let before = 0
    for (let openAt = 90; openAt < 300; openAt += 1) {
      const finding = seen({ openAt })
      const heard = finding?.kind === 'cancelNotAnswered' && finding.heardAt !== null
      const kind = finding?.kind === 'cancelIgnored' ? 'cancelIgnored' : heard ? 'heard' : 'cancelNotAnswered'
      const rank = RANK[finding === null ? 'none' : kind]
      expect(rank).toBeGreaterThanOrEqual(before)
      before = rank
    }
    expect(before).toBe(RANK.cancelIgnored)
  })
})
