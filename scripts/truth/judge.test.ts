import { describe, expect, it } from 'vitest'
import type { TaskEnding } from '../../src/domain/in-flight-task.ts'
import { anActivity, at, timedOut } from '../../src/domain/testing-tasks.ts'
import { type EndedTruth, liesOfEnding } from './judge.ts'

type Ended = Pick<EndedTruth, 'endMs' | 'end' | 'endedAs'>

const task = anActivity({ timeoutSeconds: 300 })

describe('what is said of an end', () => {
  const byHeartbeat: Ended = { endMs: at(70), end: 'heartbeat', endedAs: 'timedOut' }
  const aborted: Ended = { endMs: at(40), end: 'otherwise', endedAs: 'siblingFailed' }

  it.each<[string, TaskEnding, Ended]>([
    ['a timeout', timedOut(70), byHeartbeat],
    ['an abort', { kind: 'siblingFailed', atMs: at(40) }, aborted],
  ])('is no lie where it was so: %s', (_, ending, truth) => {
    expect(liesOfEnding({ task, ending }, truth)).toEqual([])
  })

  it.each<[string, TaskEnding, Ended]>([
    ['at another moment', { kind: 'siblingFailed', atMs: at(60) }, aborted],
    ['another way', { kind: 'executionEnded', atMs: at(40), outcome: 'timedOut' }, aborted],
    ['another way', timedOut(40), aborted],
    ['another way', { kind: 'siblingFailed', atMs: at(70) }, byHeartbeat],
    ['another limit', timedOut(70), { ...byHeartbeat, end: 'task' }],
  ])('is found out: %s', (words, ending, truth) => {
    expect(liesOfEnding({ task, ending }, truth)).toEqual([expect.stringContaining(words)])
  })
})
