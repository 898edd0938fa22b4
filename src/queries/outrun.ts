import type { Ports } from '../console/ports.ts'
import type { ServerClock } from '../console/server-clock.ts'

/** AWS's clock is ahead of what passed here by so much more than before: what was listed is old, however lately that was. Milliseconds. */
const OUTRUN_MS = 5_000
/** In a world that always runs faster nothing but lists would be read otherwise: milliseconds. */
const AT_MOST_EVERY_MS = 5_000

/**
 * Tells, asked again and again, when AWS's time has surely leapt ahead of this machine's. Only a simulated world does that, which can be
 * stepped and sped up: its lists are old before their pause is over.
 */
export function watchOutrun(clock: Pick<ServerClock, 'now'>, ports: Pick<Ports, 'passed'>): () => boolean {
  const look = () => ({ server: clock.now(), passedMs: ports.passed() })
  let last = look()
  let outrun = false
  let toldAtMs = Number.NEGATIVE_INFINITY
  return () => {
    const now = look()
    const surelyMs = now.server.lo - last.server.hi
    if (surelyMs > now.passedMs - last.passedMs + OUTRUN_MS) outrun = true
    last = now
    if (!outrun || now.passedMs < toldAtMs + AT_MOST_EVERY_MS) return false
    outrun = false
    toldAtMs = now.passedMs
    return true
  }
}
