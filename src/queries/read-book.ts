import type { Candidate, Read } from '../domain/read-plan.ts'
import type { KnownLimits } from './limits-query.ts'
import { limitsFor } from './limits-query.ts'

interface Tracked {
  stateMachineArn: string | null
  startedAtMs: number | null
  triedAtMs: number | null
}

/** What one connection's read loop knows of what there is to read, and when each was last tried (wall milliseconds). */
export interface ReadBook {
  candidates(): Iterable<Candidate>
  tried(read: Read, atMs: number): void
  setStateMachines(arns: readonly string[]): void
  track(executionArn: string, stateMachineArn: string | null, startedAtMs: number | null): void
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
  const machines = new Map<string, { listTriedAtMs: number | null; limitsTriedAtMs: number | null }>()
  const tracked = new Map<string, Tracked>()
  const pins = new Map<string, number>()

  /** Per state machine, the newest execution whose limits are not known: its definition serves those before it too. */
  const uncovered = (): Map<string, { executionArn: string; startedAtMs: number }> => {
    const newest = new Map<string, { executionArn: string; startedAtMs: number }>()
    for (const [executionArn, { stateMachineArn, startedAtMs }] of tracked) {
      if (stateMachineArn === null || startedAtMs === null) continue
      if (limitsFor(limitsOf(stateMachineArn), startedAtMs) !== undefined) continue
      const best = newest.get(stateMachineArn)
      if (best === undefined || startedAtMs > best.startedAtMs)
        newest.set(stateMachineArn, { executionArn, startedAtMs })
    }
    return newest
  }

  return {
    *candidates() {
      yield { read: { kind: 'stateMachines' }, triedAtMs: machinesTriedAtMs, pinned: false }
      for (const [stateMachineArn, { listTriedAtMs }] of machines)
        yield { read: { kind: 'executions', stateMachineArn }, triedAtMs: listTriedAtMs, pinned: false }
      for (const [executionArn, { triedAtMs }] of tracked)
        yield { read: { kind: 'history', executionArn }, triedAtMs, pinned: pins.has(executionArn) }
      for (const [stateMachineArn, execution] of uncovered()) {
        const triedAtMs = machines.get(stateMachineArn)?.limitsTriedAtMs ?? null
        yield { read: { kind: 'definition', stateMachineArn, ...execution }, triedAtMs, pinned: false }
      }
    },
    tried(read, atMs) {
      switch (read.kind) {
        case 'stateMachines':
          machinesTriedAtMs = atMs
          break
        case 'executions':
        case 'definition': {
          const tries = machines.get(read.stateMachineArn) ?? { listTriedAtMs: null, limitsTriedAtMs: null }
          machines.set(read.stateMachineArn, {
            ...tries,
            ...(read.kind === 'executions' ? { listTriedAtMs: atMs } : { limitsTriedAtMs: atMs }),
          })
          break
        }
        case 'history': {
          const entry = tracked.get(read.executionArn)
          if (entry !== undefined) entry.triedAtMs = atMs
        }
      }
    },
    setStateMachines(arns) {
      for (const arn of machines.keys()) if (!arns.includes(arn)) machines.delete(arn)
      for (const arn of arns)
        if (!machines.has(arn)) machines.set(arn, { listTriedAtMs: null, limitsTriedAtMs: null })
    },
    track(executionArn, stateMachineArn, startedAtMs) {
      const entry = tracked.get(executionArn)
      if (entry === undefined) tracked.set(executionArn, { stateMachineArn, startedAtMs, triedAtMs: null })
      else {
        entry.stateMachineArn ??= stateMachineArn
        entry.startedAtMs ??= startedAtMs
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
      for (const arn of machines.keys()) machines.set(arn, { listTriedAtMs: null, limitsTriedAtMs: null })
      for (const entry of tracked.values()) entry.triedAtMs = null
    },
    tracked,
    get stateMachines() {
      return [...machines.keys()]
    },
  }
}
