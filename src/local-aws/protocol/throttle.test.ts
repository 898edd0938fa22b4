import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Throttle } from './throttle.ts'

function accepted(throttle: Throttle, operation: string, region: string, attempts: number): number {
  let count = 0
  for (let i = 0; i < attempts; i += 1) if (throttle.take('states', operation, region)) count += 1
  return count
}

describe('Throttle', () => {
  it('holds AWS to its bucket and refill, per region', () => {
    let nowMs = 0
    const throttle = new Throttle(() => nowMs)
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 500)).toBe(200)
    expect(accepted(throttle, 'ListExecutions', 'eu-central-1', 500)).toBe(100)
    nowMs = 10_000
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 500)).toBe(50)
    expect(accepted(throttle, 'ListExecutions', 'eu-central-1', 500)).toBe(20)
    expect(accepted(throttle, 'DescribeExecution', 'eu-west-1', 500)).toBe(300)
  })

  it('never lets more through than the bucket and what ran into it', () => {
    const calls = fc.array(fc.tuple(fc.nat(5000), fc.nat(120)), { maxLength: 30 })
    fc.assert(
      fc.property(calls, (steps) => {
        let nowMs = 0
        const throttle = new Throttle(() => nowMs)
        let through = 0
        for (const [waitMs, attempts] of steps) {
          nowMs += waitMs
          through += accepted(throttle, 'ListStateMachines', 'us-east-1', attempts)
        }
        expect(through).toBeLessThanOrEqual(100 + (nowMs / 1000) * 5)
      }),
    )
  })

  it('raises every quota by its factor, from then on', () => {
    let nowMs = 0
    let factor = 1
    const throttle = new Throttle(
      () => nowMs,
      () => factor,
    )
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 500)).toBe(200)
    factor = 10
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 500)).toBe(0)
    nowMs = 1000
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 500)).toBe(50)
    nowMs = 1_000_000
    expect(accepted(throttle, 'ListExecutions', 'eu-west-1', 5000)).toBe(2000)
  })

  it('leaves outsiders half a bucket whatever the fleet does', () => {
    const throttle = new Throttle(() => 0)
    for (let i = 0; i < 10_000; i += 1) throttle.takeInside('states', 'SendTaskHeartbeat', 'eu-west-1')
    expect(accepted(throttle, 'SendTaskHeartbeat', 'eu-west-1', 5000)).toBe(1500)
  })
})
