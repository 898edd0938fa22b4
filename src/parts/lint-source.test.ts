import { describe, expect, it } from 'vitest'
import { definitionSource, definitionsRead } from './lint-source.ts'

const write = (ms: number): string => `${ms / 1000} s`

describe('where a definition comes from', () => {
  const VERSION = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders:3'

  it.each([
    ['no version', null, 90_000, ', in force since 90 s'],
    ['a version', VERSION, 90_000, ', version 3, in force since 90 s'],
    ['an execution that no list has shown', undefined, 90_000, ', in force since 90 s'],
    ['a time that AWS does not tell', VERSION, Number.POSITIVE_INFINITY, ', version 3'],
  ])('%s', (_what, stateMachineVersionArn, inForceFromMs, more) => {
    expect(definitionSource({ stateMachineVersionArn, inForceFromMs }, write)).toBe(
      `the newest definition that was read${more}`,
    )
  })
})

describe('which definitions were read', () => {
  const limits = (kind: 'read' | 'unreadable') => ({
    executionArn: 'e',
    startedAtMs: 0,
    stateMachineVersionArn: null,
    inForceFromMs: 0,
    timeoutSeconds: null,
    definition: null,
    mapRunArn: null,
    lint: kind === 'read' ? { kind, taskStateCount: 0, findings: [] } : { kind },
  })
  const machine = (workflowName: string, kind?: 'read' | 'unreadable') => ({
    workflowName,
    read: kind === undefined ? null : limits(kind),
  })

  it('is no question where there is no state machine', () => {
    expect(definitionsRead([])).toBeNull()
  })

  it('names those that were not read, and those that say nothing', () => {
    expect(definitionsRead([machine('A', 'read')])).toBe(
      'Definitions read of 1 of 1 state machine; each is read with an execution that runs it.',
    )
    expect(definitionsRead([machine('A'), machine('B', 'read'), machine('C', 'unreadable')])).toBe(
      'Definitions read of 2 of 3 state machines; each is read with an execution that runs it. Not read: A. Not readable: C.',
    )
  })

  it('counts those beyond a handful', () => {
    const many = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => machine(name))
    expect(definitionsRead(many)).toMatch(
      /^Definitions read of 0 of 7 .* Not read: A, B, C, D, E and 2 more\.$/,
    )
  })
})
