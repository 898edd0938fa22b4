import type { Ports } from './driver.ts'

/** A wall clock that a test moves by hand; timers fire while it moves, in order. */
export interface HandPorts extends Ports {
  advance(ms: number): void
}

/** Starts at the real time, because the SDK signs with it. */
export function handPorts(startMs = Date.now()): HandPorts {
  let nowMs = startMs
  let timers: { dueMs: number; fn: () => void }[] = []
  return {
    wall: () => nowMs,
    after(ms, fn) {
      const timer = { dueMs: nowMs + ms, fn }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        const next = timers.filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0]
        if (next === undefined) break
        timers = timers.filter((other) => other !== next)
        nowMs = Math.max(nowMs, next.dueMs)
        next.fn()
      }
      nowMs = untilMs
    },
  }
}
