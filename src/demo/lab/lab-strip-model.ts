import type { LabTrace } from './lab-run.ts'
import type { LabTimeline } from './lab-timeline.ts'

/** A moment on the strip: its place as a share of its width. */
export interface StripMark {
  readonly kind: 'beat' | 'refused' | 'died' | 'answered' | 'ranOut' | 'event'
  readonly at: number
}

export interface StripStretch {
  readonly kind: 'life' | 'guarantee'
  readonly from: number
  readonly to: number
}

/** Both lanes, from the start of the execution to now. */
export interface Strip {
  readonly happened: readonly StripMark[]
  readonly lives: readonly StripStretch[]
  readonly told: readonly StripMark[]
  readonly guarantees: readonly StripStretch[]
}

/** Marks nearer to each other than this cannot be told apart. */
const GRAIN = 0.004

export function labStrip(trace: LabTrace, timeline: LabTimeline): Strip {
  const { startedAtMs, nowMs } = timeline
  const spanMs = Math.max(1000, nowMs - startedAtMs)
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - startedAtMs) / spanMs))
  const tasks = [
    ...timeline.ended.map(({ task, ending }) => ({ task, endMs: ending.atMs })),
    ...timeline.open.map(({ task }) => ({ task, endMs: nowMs })),
  ]
  const marks = trace.doings.flatMap(({ kind, refused, atMs }): StripMark[] => {
    const at = share(atMs)
    if (kind === 'beat') return [{ kind: refused === null ? 'beat' : 'refused', at }]
    if (kind === 'answered') return [{ kind: refused === null ? 'answered' : 'refused', at }]
    return kind === 'died' ? [{ kind: 'died', at }] : []
  })
  const ranOut = timeline.moments.flatMap((moment): StripMark[] =>
    moment.kind === 'event' && moment.timedOut !== null ? [{ kind: 'ranOut', at: share(moment.atMs) }] : [],
  )
  return {
    happened: apart([...marks, ...ranOut]),
    lives: tasks.map(({ task, endMs }) => ({
      kind: 'life',
      from: share(task.startedAtMs ?? task.scheduledAtMs),
      to: share(endMs),
    })),
    told: apart(trace.events.map(({ fact }) => ({ kind: 'event', at: share(fact.atMs) }))),
    // By the history alone: from the start of the clock for one interval, as long as the task is seen open.
    guarantees: tasks.flatMap(({ task, endMs }): StripStretch[] => {
      const fromMs = task.kind === 'activity' ? task.startedAtMs : task.scheduledAtMs
      if (fromMs === null || task.heartbeatSeconds == null) return []
      const to = share(Math.min(fromMs + task.heartbeatSeconds * 1000, endMs))
      return [{ kind: 'guarantee', from: share(fromMs), to }]
    }),
  }
}

/** One mark of a kind at a place. */
function apart(marks: readonly StripMark[]): readonly StripMark[] {
  const seen = new Set<string>()
  return marks.filter(({ kind, at }) => {
    const key = `${kind} ${Math.round(at / GRAIN)}`
    return !seen.has(key) && seen.add(key)
  })
}
