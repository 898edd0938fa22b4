import { type BackOff, createBackOff } from '../console/back-off.ts'
import type { Ports } from '../console/ports.ts'
import { type Candidate, type Read, serviceOf } from '../domain/read-plan.ts'

/** Each service has its own quotas and its own way there: what becomes of one keeps nothing of the other waiting. */
export interface ServiceLanes {
  /** Leaves the service that answers this read alone. */
  backOffOf(read: Read): BackOff
  /** The candidates whose service may be asked now. */
  open(candidates: Iterable<Candidate>): Iterable<Candidate>
  /** The read is under way until the returned function is called. */
  enter(read: Read): () => void
  /** A person wants to try now. */
  endBackOffs(): void
  /** When the next back-off is over, milliseconds of `Ports.passed`; null: none is under way. */
  readonly firstEndsAtMs: number | null
  /** When the last one is over. */
  readonly lastEndsAtMs: number | null
}

/** Reads of one service under way at once: enough to use the budget over a slow line, few enough to be stopped quickly. */
const AT_ONCE = 4

export function createServiceLanes(ports: Pick<Ports, 'passed' | 'after' | 'random'>): ServiceLanes {
  const lanes = {
    states: { backOff: createBackOff(ports), underWay: 0 },
    swf: { backOff: createBackOff(ports), underWay: 0 },
  }
  const laneOf = (read: Read) => lanes[serviceOf(read)]
  const all = Object.values(lanes)
  const isOpen = ({ backOff, underWay }: (typeof all)[number]): boolean =>
    backOff.untilMs === null && underWay < AT_ONCE
  const ends = (): readonly number[] => all.flatMap(({ backOff }) => backOff.untilMs ?? [])

  return {
    backOffOf: (read) => laneOf(read).backOff,
    open(candidates) {
      if (all.every(isOpen)) return candidates
      if (!all.some(isOpen)) return []
      return [...candidates].filter(({ read }) => isOpen(laneOf(read)))
    },
    enter(read) {
      const lane = laneOf(read)
      lane.underWay += 1
      return () => {
        lane.underWay -= 1
      }
    },
    endBackOffs() {
      for (const { backOff } of all) backOff.end()
    },
    get firstEndsAtMs() {
      return ends().length === 0 ? null : Math.min(...ends())
    },
    get lastEndsAtMs() {
      return ends().length === 0 ? null : Math.max(...ends())
    },
  }
}
