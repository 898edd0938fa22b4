import type { Candidate, Read } from '../domain/read-plan.ts'
import type { KnownLimits } from './limits-query.ts'
import { limitsFor } from './limits-query.ts'

interface Tracked {
  stateMachineArn: string | null
  startedAtMs: number | null
  /** Its history shows its end; it is kept because a person looks at it. */
  ended: boolean
  triedAtMs: number | null
}

interface Uncovered {
  readonly executionArn: string
  readonly startedAtMs: number
  readonly pinned: boolean
}

/** What one connection's read loop knows of what there is to read, and when each was last tried (wall milliseconds). */
export interface ReadBook {
  candidates(): Iterable<Candidate>
  tried(read: Read, atMs: number): void
  /** The try of a read is over; `passing`: it failed for a reason that passes. */
  settled(read: Read, passing: boolean): void
  setStateMachines(arns: readonly string[]): void
  /** An execution to be read from now on, with what is known of it. */
  track(
    executionArn: string,
    facts: Pick<Tracked, 'stateMachineArn' | 'startedAtMs'> & Partial<Pick<Tracked, 'ended'>>,
  ): void
  untrack(executionArn: string): void
  isPinned(executionArn: string): boolean
  pin(executionArn: string): () => void
  /** Everything may be tried again at once. */
  forgetTries(): void
  readonly tracked: ReadonlyMap<string, Tracked>
  readonly stateMachines: readonly string[]
}

/** `limitsOf` tells which executions' state machine limits are known already. */
export function createReadBook(
  limitsOf: (stateMachineArn: string) => readonly KnownLimits[] | undefined,
): ReadBook {
  let machinesTriedAtMs: number | null = null
  let machinesFailed = false
  /** The watched state machines, and when each one's executions were last listed. */
  const machines = new Map<string, number | null>()
  /** Also of machines that are not watched: a person may open any execution. */
  const limitsTriedAtMs = new Map<string, number>()
  const tracked = new Map<string, Tracked>()
  const pins = new Map<string, number>()

  /**
   * Per state machine, the newest execution whose limits are not known: its definition serves those before it too. Pinned where any of
   * them is.
   */
  const uncovered = (): Map<string, Uncovered> => {
    const newest = new Map<string, Uncovered>()
    for (const [executionArn, { stateMachineArn, startedAtMs }] of tracked) {
      if (stateMachineArn === null || startedAtMs === null) continue
      if (limitsFor(limitsOf(stateMachineArn), startedAtMs) !== undefined) continue
      const best = newest.get(stateMachineArn)
      const pinned = pins.has(executionArn) || best?.pinned === true
      if (best === undefined || startedAtMs > best.startedAtMs)
        newest.set(stateMachineArn, { executionArn, startedAtMs, pinned })
      else newest.set(stateMachineArn, { ...best, pinned })
    }
    return newest
  }

  return {
    *candidates() {
      yield {
        read: { kind: 'stateMachines' },
        triedAtMs: machinesTriedAtMs,
        pinned: false,
        failed: machinesFailed,
      }
      for (const [stateMachineArn, triedAtMs] of machines)
        yield { read: { kind: 'executions', stateMachineArn }, triedAtMs, pinned: false }
      for (const [executionArn, { triedAtMs, ended }] of tracked)
        yield { read: { kind: 'history', executionArn }, triedAtMs, pinned: pins.has(executionArn), ended }
      for (const [stateMachineArn, { executionArn, startedAtMs, pinned }] of uncovered()) {
        const triedAtMs = limitsTriedAtMs.get(stateMachineArn) ?? null
        yield { read: { kind: 'definition', stateMachineArn, executionArn, startedAtMs }, triedAtMs, pinned }
      }
    },
    tried(read, atMs) {
      switch (read.kind) {
        case 'stateMachines':
          machinesTriedAtMs = atMs
          break
        case 'executions':
          machines.set(read.stateMachineArn, atMs)
          break
        case 'definition':
          limitsTriedAtMs.set(read.stateMachineArn, atMs)
          break
        case 'history': {
          const entry = tracked.get(read.executionArn)
          if (entry !== undefined) entry.triedAtMs = atMs
        }
      }
    },
    settled({ kind }, passing) {
      // The pauses of all other reads are short anyway.
      if (kind === 'stateMachines') machinesFailed = passing
    },
    setStateMachines(arns) {
      for (const arn of machines.keys()) if (!arns.includes(arn)) machines.delete(arn)
      for (const arn of arns) if (!machines.has(arn)) machines.set(arn, null)
    },
    track(executionArn, facts) {
      const entry = tracked.get(executionArn)
      if (entry === undefined) tracked.set(executionArn, { ended: false, triedAtMs: null, ...facts })
      else {
        entry.stateMachineArn ??= facts.stateMachineArn
        entry.startedAtMs ??= facts.startedAtMs
        entry.ended = facts.ended ?? entry.ended
      }
    },
    untrack(executionArn) {
      tracked.delete(executionArn)
    },
    isPinned: (executionArn) => pins.has(executionArn),
    pin(executionArn) {
      pins.set(executionArn, (pins.get(executionArn) ?? 0) + 1)
      let held = true
      return () => {
        if (!held) return
        held = false
        const count = (pins.get(executionArn) ?? 1) - 1
        if (count === 0) pins.delete(executionArn)
        else pins.set(executionArn, count)
      }
    },
    forgetTries() {
      machinesTriedAtMs = null
      limitsTriedAtMs.clear()
      for (const arn of machines.keys()) machines.set(arn, null)
      for (const entry of tracked.values()) entry.triedAtMs = null
    },
    tracked,
    get stateMachines() {
      return [...machines.keys()]
    },
  }
}
