import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Retrier, StateMachineDefinition } from '../asl/state-machine.ts'
import type { TimeoutReason } from './explain-timeout.ts'
import type { Failure } from './fold-place.ts'
import { type RetryDue, retryDue, retryDueIn } from './retry-due.ts'
import { at } from './testing-tasks.ts'

function failed(...errors: (string | null)[]): Failure[] {
  return errors.map((error, index) => ({ error, atMs: at(100 * (index + 1)) }))
}

function retrier(change: Partial<Retrier> = {}): Retrier {
  return { ErrorEquals: ['States.ALL'], ...change }
}

/** Seconds after the last failure, with the attempt and of how many; else the kind. */
function due(retriers: readonly Retrier[], failures: readonly Failure[]): unknown {
  const told = retryDue(retriers, failures)
  if (told.kind !== 'due') return told.kind
  const lastMs = failures.at(-1)?.atMs ?? 0
  return [told.attempt, told.of, (told.at.lo - lastMs) / 1000, (told.at.hi - lastMs) / 1000]
}

describe('retryDue', () => {
  it("waits AWS's defaults: a second, then twice as long each time, three times", () => {
    const retriers = [retrier()]
    expect(due(retriers, failed('A'))).toEqual([2, 4, 1, 1])
    expect(due(retriers, failed('A', 'A'))).toEqual([3, 4, 2, 2])
    expect(due(retriers, failed('A', 'A', 'A'))).toEqual([4, 4, 4, 4])
    expect(due(retriers, failed('A', 'A', 'A', 'A'))).toBe('none')
  })

  it('waits what the definition says, up to its limit', () => {
    const retriers = [retrier({ IntervalSeconds: 10, BackoffRate: 3, MaxDelaySeconds: 60, MaxAttempts: 5 })]
    expect(due(retriers, failed('A'))).toEqual([2, 6, 10, 10])
    expect(due(retriers, failed('A', 'A'))).toEqual([3, 6, 30, 30])
    expect(due(retriers, failed('A', 'A', 'A'))).toEqual([4, 6, 60, 60])
  })

  it('with full jitter is any time up to that', () => {
    const retriers = [retrier({ IntervalSeconds: 10, JitterStrategy: 'FULL' })]
    expect(due(retriers, failed('A', 'A'))).toEqual([3, 4, 0, 20])
    expect(due([retrier({ IntervalSeconds: 10, JitterStrategy: 'NONE' })], failed('A'))).toEqual([
      2, 4, 10, 10,
    ])
  })

  it('never comes where MaxAttempts is 0, nobody takes the error, or nothing is retried', () => {
    expect(due([retrier({ MaxAttempts: 0 })], failed('A'))).toBe('none')
    expect(due([retrier({ ErrorEquals: ['B'] })], failed('A'))).toBe('none')
    expect(due([], failed('A'))).toBe('none')
    expect(due([retrier()], [])).toBe('none')
  })

  it('counts each retrier for itself; the first that takes the error counts', () => {
    const retriers = [
      retrier({ ErrorEquals: ['Busy'], IntervalSeconds: 5, MaxAttempts: 2 }),
      retrier({ IntervalSeconds: 60, MaxAttempts: 1 }),
    ]
    expect(due(retriers, failed('Busy', 'Declined'))).toEqual([3, 3, 60, 60])
    expect(due(retriers, failed('Busy', 'Declined', 'Busy'))).toEqual([4, 4, 10, 10])
    expect(due(retriers, failed('Busy', 'Declined', 'Declined'))).toBe('none')
    expect(due(retriers, failed('Busy', 'Busy', 'Busy'))).toBe('none') // not the next one's turn
  })

  it.each<[string, string | null, string, unknown]>([
    ['States.TaskFailed', 'Declined', 'a failure', [2, 4, 1, 1]],
    ['States.TaskFailed', 'States.Timeout', 'no timeout', 'none'],
    ['States.Timeout', 'States.Timeout', 'a timeout', [2, 4, 1, 1]],
    ['States.Timeout', 'States.HeartbeatTimeout', "a heartbeat's, too", [2, 4, 1, 1]],
    ['States.HeartbeatTimeout', 'States.HeartbeatTimeout', "a heartbeat's", [2, 4, 1, 1]],
    ['States.HeartbeatTimeout', 'States.Timeout', 'perhaps a timeout', 'cannotBeTold'],
    ['States.HeartbeatTimeout', 'Declined', 'no failure', 'none'],
    ['States.ALL', 'States.Runtime', 'no runtime error', 'none'],
    ['States.ALL', 'States.DataLimitExceeded', 'no such error', 'none'],
    ['States.ALL', null, 'perhaps what was not told', 'cannotBeTold'],
    ['Declined', null, 'perhaps what was not told', 'cannotBeTold'],
  ])('%s takes %s: %s', (name, error, _, expected) => {
    expect(due([retrier({ ErrorEquals: [name] })], failed(error))).toEqual(expected)
  })

  it.each<[string, TimeoutReason, unknown]>([
    ['States.HeartbeatTimeout', 'heartbeat', [2, 4, 1, 1]],
    ['States.HeartbeatTimeout', 'task', 'none'],
    ['States.HeartbeatTimeout', 'cannotBeTold', 'cannotBeTold'],
    ['States.Timeout', 'heartbeat', [2, 4, 1, 1]],
    ['States.Timeout', 'task', [2, 4, 1, 1]],
    ['States.TaskFailed', 'heartbeat', 'none'],
  ])('%s against States.Timeout whose limit is known: %s', (name, timeout, expected) => {
    const failures = [{ error: 'States.Timeout', atMs: at(100), timeout }]
    expect(due([retrier({ ErrorEquals: [name] })], failures)).toEqual(expected)
  })

  it('can be told of a timeout that a retrier before takes anyway', () => {
    const retriers = [
      retrier({ ErrorEquals: ['States.Timeout'] }),
      retrier({ ErrorEquals: ['States.HeartbeatTimeout'] }),
    ]
    expect(due(retriers, failed('States.Timeout'))).toEqual([2, 4, 1, 1])
  })

  it('is never before the failure, never empty, and never past the delay limit', () => {
    const retriers = fc.array(
      fc.record(
        {
          ErrorEquals: fc.constantFrom<string[]>(['States.ALL'], ['Busy'], ['Declined', 'Busy']),
          IntervalSeconds: fc.integer({ min: 1, max: 100_000 }),
          MaxAttempts: fc.nat(20),
          BackoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
          MaxDelaySeconds: fc.integer({ min: 1, max: 31_622_400 }),
          JitterStrategy: fc.constantFrom('FULL', 'NONE'),
        },
        { requiredKeys: ['ErrorEquals'] },
      ),
      { maxLength: 3 },
    )
    const errors = fc.array(fc.constantFrom('Busy', 'Declined'), { maxLength: 12 })
    fc.assert(
      fc.property(retriers, errors, (some, names) => {
        const failures = failed(...names)
        const told = retryDue(some, failures)
        if (told.kind !== 'due') return
        const lastMs = failures.at(-1)?.atMs ?? Number.NaN
        expect(told.at.lo).toBeGreaterThanOrEqual(lastMs)
        expect(told.at.hi).toBeGreaterThanOrEqual(told.at.lo)
        expect(told.attempt).toBe(failures.length + 1)
        expect(told.of).toBeGreaterThanOrEqual(told.attempt)
      }),
    )
  })
})

describe('retryDueIn', () => {
  const definition: StateMachineDefinition = {
    StartAt: 'Fulfil',
    States: {
      Fulfil: {
        Type: 'Parallel',
        End: true,
        Retry: [retrier({ IntervalSeconds: 7 })],
        Branches: [
          {
            StartAt: 'Pack',
            States: {
              Pack: { Type: 'Task', Resource: 'a', End: true, Retry: [retrier({ MaxAttempts: 2 })] },
              Bill: { Type: 'Task', Resource: 'a', End: true },
              Rest: { Type: 'Succeed' },
            },
          },
        ],
      },
    },
  }
  const failures = failed('Declined')

  it.each<[string, RetryDue]>([
    ['Pack', { kind: 'due', attempt: 2, of: 3, at: { lo: at(101), hi: at(101) } }],
    ['Fulfil', { kind: 'due', attempt: 2, of: 4, at: { lo: at(107), hi: at(107) } }],
    ['Bill', { kind: 'none' }],
    ['Rest', { kind: 'none' }],
    ['Nobody', { kind: 'cannotBeTold' }],
  ])('of %s', (name, expected) => {
    expect(retryDueIn(definition, { name, attempt: 1, failures })).toEqual(expected)
  })

  it('is not told of a history that was cut short', () => {
    const untold = { kind: 'cannotBeTold' }
    expect(retryDueIn(definition, { name: 'Pack', attempt: null, failures })).toEqual(untold)
    expect(retryDueIn(definition, { name: null, attempt: null, failures })).toEqual(untold)
  })
})
