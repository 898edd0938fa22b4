import { describe, expect, it } from 'vitest'
import { limitsNeeded, type Watched } from './limits-needed.ts'
import type { Known } from './lineage.ts'
import type { MapRunParent } from './map-run-parent.ts'
import { executionArn, machineArn } from './testing-account.ts'

const RUN = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:run-1'
const PARENT = executionArn('Orders', 'parent')

const child = (name: string, change: Partial<Watched> = {}): Watched => ({
  executionArn: executionArn('Orders/Each', name),
  startedAtMs: 1000,
  limitsFromMs: 1000,
  stateMachineVersionArn: undefined,
  mapRunArn: RUN,
  pinned: false,
  ended: false,
  ...change,
})

const parentAsOf = (asOfMs: number): MapRunParent => ({
  executionArn: PARENT,
  startedAtMs: 0,
  limitsFromMs: 0,
  stateMachineVersionArn: null,
  mapRunArn: null,
  asOfMs,
})

/** Nothing is known of any definition. */
const knowing = (parent?: MapRunParent): Known => ({
  limitsOf: () => undefined,
  parentOf: () => parent,
  versionOf: () => undefined,
})

const parentsNeeded = (executions: readonly Watched[], parent?: MapRunParent, isWatched = false) => [
  ...limitsNeeded(executions, knowing(parent), () => isWatched).parents,
]

describe('the parent of a child', () => {
  it.each([
    ['that was never read is needed', child('a'), undefined, false, [[RUN, false]]],
    ['that was read since it began is not', child('a'), parentAsOf(1000), false, []],
    [
      'that was read before it began may have been redriven',
      child('a'),
      parentAsOf(999),
      false,
      [[RUN, false]],
    ],
    ['is not where its history is read anyway', child('a'), parentAsOf(999), true, []],
    ['is not before the child itself was read', child('a', { limitsFromMs: null }), parentAsOf(0), false, []],
    ['is not where the child is over', child('a', { ended: true }), undefined, false, []],
    ['is not to be found before its Map Run is', child('a', { mapRunArn: null }), undefined, false, []],
  ])('%s', (_, one, parent, isWatched, expected) => {
    expect(parentsNeeded([one], parent, isWatched)).toEqual(expected)
  })

  it('is read once for all of its children, and as one that is open where one of them is', () => {
    const some = [child('a'), child('b', { pinned: true }), child('c')]
    expect(parentsNeeded(some)).toEqual([[RUN, true]])
  })
})

it('the definition of a parent that no list shows is needed, too, and as one that is open where its child is', () => {
  const { definitions } = limitsNeeded([child('a', { pinned: true })], knowing(parentAsOf(2000)), () => false)
  expect([...definitions]).toMatchObject([
    [machineArn('Orders/Each'), { executionArn: child('a').executionArn, pinned: true }],
    [machineArn('Orders'), { executionArn: PARENT, pinned: true }],
  ])
})

it('a state machine of which nothing is known is asked for one that is open, or else for the newest', () => {
  const plain = (name: string, startedAtMs: number, pinned = false): Watched =>
    child(name, { executionArn: executionArn('Orders', name), mapRunArn: null, startedAtMs, pinned })
  const next = (some: readonly Watched[]) =>
    limitsNeeded(some, knowing(), () => true).definitions.get(machineArn('Orders'))?.executionArn
  expect(next([plain('a', 1), plain('b', 3), plain('c', 2)])).toBe(executionArn('Orders', 'b'))
  expect(next([plain('a', 1), plain('b', 3), plain('c', 2, true)])).toBe(executionArn('Orders', 'c'))
})
