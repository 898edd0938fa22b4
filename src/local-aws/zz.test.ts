import { it } from 'vitest'
import { createLocalAws } from './local-aws.ts'

it('x', async () => {
  const world = async (t: number) => {
    let nowMs = Date.now()
    const wall = () => {
      nowMs += t
      return nowMs
    }
    const after = (ms: number, fn: () => void) => {
      if (ms === 0) queueMicrotask(fn)
      return () => undefined
    }
    const l = createLocalAws({ seed: 'bytes', ports: { wall, after }, scenario: 'quiet' })
    await l.control.openScenario('fleet', { startMs: Date.UTC(2026, 0, 1), paused: true })
    await l.control.step(60)
    const w = await l.control.workers()
    return [
      l.world.loop.nowMs,
      l.world.clock.now(),
      l.control.clock().worldMs,
      l.world.loop.size,
      JSON.stringify(w).slice(0, 300),
    ]
  }
  console.log(await world(0))
  console.log(await world(0.5))
})
