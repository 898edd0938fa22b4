import { type Estimate, type Evidence, estimate } from '../src/domain/estimate.ts'
import { exactly } from '../src/domain/interval.ts'
import { aCallback, anActivity, anSwfActivity, ZERO_MS } from '../src/domain/testing-tasks.ts'
import { type Triaged, triageOrder } from '../src/domain/triage.ts'
import { seededRandom } from '../src/lib/random.ts'

export interface Row {
  readonly id: string
  readonly evidence: Evidence
}

/** Ten minutes after the first of them was scheduled. */
const NOW = { lo: ZERO_MS + 599_800, hi: ZERO_MS + 600_200 }

/** Tasks of both services in every state of knowledge, seeded. */
export function rowsOf(count: number): readonly Row[] {
  const random = seededRandom('board')
  return Array.from({ length: count }, (_, index): Row => {
    const scheduledAtMs = ZERO_MS + random.integer(0, 500_000)
    const change = {
      scheduledEventId: index,
      heartbeatSeconds: random.next() < 0.1 ? null : random.integer(10, 900),
      timeoutSeconds: random.next() < 0.4 ? random.integer(900, 3600) : null,
      scheduledAtMs,
    }
    const begunMs = random.next() < 0.1 ? null : scheduledAtMs + random.integer(10, 60_000)
    const make = random.pick([anActivity, anSwfActivity, aCallback])
    const task = make({
      ...change,
      ...(make === aCallback ? { submittedAtMs: begunMs } : { startedAtMs: begunMs }),
    })
    const sentMs = scheduledAtMs + random.integer(0, 100_000)
    const ownBeats =
      random.next() < 0.2 ? [{ basis: 'history' as const, at: { lo: sentMs, hi: sentMs + 200 } }] : []
    return {
      id: `row ${index}`,
      evidence: {
        task,
        execution: { fromMs: scheduledAtMs - 1000, timeoutSeconds: random.next() < 0.2 ? 7200 : null },
        openAt: exactly(ZERO_MS + 600_000 - random.integer(1000, 120_000)),
        ownBeats,
      },
    }
  })
}

/** As the board does: each estimated once, then put in order. */
export function inOrder(rows: readonly Row[]): string[] {
  return rows
    .map(({ id, evidence }): Triaged => ({ id, estimate: at(evidence) }))
    .sort(triageOrder)
    .map(({ id }) => id)
}

/** The plain way: the comparison estimates what it compares. */
export function inOrderByComparing(rows: readonly Row[]): string[] {
  return rows
    .toSorted((a, b) =>
      triageOrder({ id: a.id, estimate: at(a.evidence) }, { id: b.id, estimate: at(b.evidence) }),
    )
    .map(({ id }) => id)
}

function at(evidence: Evidence): Estimate {
  return estimate(evidence, NOW)
}
