import { describe, expect, it } from 'vitest'
import { exactly } from '../domain/interval.ts'
import { type Known, parentLimitsOf } from './lineage.ts'
import type { Limited, MapRunParent } from './map-run-parent.ts'
import { executionArn } from './testing-account.ts'

const NEVER = Number.POSITIVE_INFINITY
const INNER = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:run-1'
const OUTER = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Every:run-1'

const childFrom = (limitsFromMs: number | null): Limited => ({
  executionArn: executionArn('Orders/Each', 'child'),
  startedAtMs: 1000,
  limitsFromMs,
  stateMachineVersionArn: undefined,
  mapRunArn: INNER,
})

const above = (
  machine: string,
  mapRunArn: string | null,
  limitsFromMs: number,
  asOfMs: number,
): MapRunParent => ({
  executionArn: executionArn(machine, 'parent'),
  startedAtMs: 0,
  limitsFromMs,
  stateMachineVersionArn: null,
  mapRunArn,
  asOfMs,
})

const knowing = (parents: Readonly<Record<string, MapRunParent>>): Known => ({
  limitsOf: () => undefined,
  parentOf: (mapRunArn) => parents[mapRunArn],
  versionOf: () => undefined,
})

const from = (child: Limited, parents: Readonly<Record<string, MapRunParent>>) =>
  parentLimitsOf(child, knowing(parents)).map((limits) => limits.from)

describe('when the limit of an execution above began', () => {
  it('is its start or last redrive, as read since the child began', () => {
    expect(from(childFrom(1000), { [INNER]: above('Orders', null, 0, 2000) })).toEqual([exactly(0)])
    expect(from(childFrom(9000), { [INNER]: above('Orders', null, 8000, 9500) })).toEqual([exactly(8000)])
  })

  it('is not its redrive where the child as last read is from before that', () => {
    const redriven = above('Orders', null, 8000, 9500)
    expect(from(childFrom(1000), { [INNER]: redriven })).toEqual([{ lo: 0, hi: 1000 }])
  })

  it('may be its start where nobody can tell when the child began', () => {
    const redriven = above('Orders', null, 8000, 9500)
    expect(from(childFrom(null), { [INNER]: redriven })).toEqual([{ lo: 0, hi: NEVER }])
  })

  it('has no late edge where the one between was not read since the child began', () => {
    // The child was begun anew by a redrive of the outermost; both above were read before that.
    const stale = {
      [INNER]: above('Orders/Every', OUTER, 500, 2000),
      [OUTER]: above('Orders', null, 0, 2000),
    }
    const unknown = [
      { lo: 500, hi: NEVER },
      { lo: 0, hi: NEVER },
    ]
    expect(from(childFrom(9000), stale)).toEqual(unknown)
    const inner = above('Orders/Every', OUTER, 8500, 9500)
    expect(from(childFrom(9000), { ...stale, [INNER]: inner })).toEqual([exactly(8500), { lo: 0, hi: NEVER }])
    const outer = above('Orders', null, 8000, 9500)
    expect(from(childFrom(9000), { [INNER]: inner, [OUTER]: outer })).toEqual([exactly(8500), exactly(8000)])
  })

  it('counts for the child, not for the one between that was begun anew since', () => {
    const redriven = {
      [INNER]: above('Orders/Every', OUTER, 8500, 9500),
      [OUTER]: above('Orders', null, 8000, 9500),
    }
    const before = { lo: 0, hi: 1000 }
    expect(from(childFrom(1000), redriven)).toEqual([before, before])
  })
})
