import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stateMachineArnOf } from '../domain/execution-address.ts'
import { limitsNeeded, type Watched } from './limits-needed.ts'
import type { KnownLimits } from './limits-query.ts'
import type { Known } from './lineage.ts'
import type { MapRunParent } from './map-run-parent.ts'
import { createReadBook, type ReadBook } from './read-book.ts'
import { executionArn, machineArn } from './testing-account.ts'

// Few of each, so that one thing after another becomes known of the same.
const machines = ['Orders', 'Orders/Each']
const RUN = 'arn:aws:states:eu-west-1:123456789012:mapRun:Orders/Each:run-1'

const seconds = fc.integer({ min: 0, max: 2 })
const anExecution = fc.record({
  machine: fc.constantFrom(...machines),
  name: fc.constantFrom('a', 'b'),
})
const aRun = fc.constant(RUN)
const aVersion = fc.constantFrom(undefined, null, ...machines.map((machine) => `${machineArn(machine)}:1`))

const facts = fc.record(
  {
    startedAtMs: fc.option(seconds),
    stateMachineVersionArn: aVersion,
    mapRunArn: fc.option(aRun),
    limitsFromMs: fc.option(seconds),
    ended: fc.boolean(),
  },
  { requiredKeys: ['startedAtMs'] },
)

/** What becomes known of definitions and of parents, as of a cache whose entries are replaced, never changed. */
class Cache implements Known {
  readonly limits = new Map<string, readonly KnownLimits[]>()
  readonly parents = new Map<string, MapRunParent>()

  limitsOf(stateMachineArn: string) {
    return this.limits.get(stateMachineArn)
  }

  parentOf(mapRunArn: string) {
    return this.parents.get(mapRunArn)
  }

  versionOf() {
    return undefined
  }
}

type Step = (book: ReadBook, cache: Cache) => void

const tracking = fc.record({ of: anExecution, told: facts }).map(({ of, told }): Step => {
  const arn = executionArn(of.machine, of.name)
  return (book) => book.track(arn, { stateMachineArn: stateMachineArnOf(arn), ...told })
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: tracking },
  anExecution.map(
    ({ machine, name }): Step =>
      (book) =>
        book.untrack(executionArn(machine, name)),
  ),
  fc.record({ of: anExecution, held: fc.boolean() }).map(({ of, held }): Step => {
    return (book) => {
      const release = book.pin(executionArn(of.machine, of.name))
      if (!held) release()
    }
  }),
  fc
    .record({ of: anExecution, startedAtMs: seconds, version: aVersion, run: fc.option(aRun) })
    .map(({ of, startedAtMs, version, run }): Step => {
      const arn = machineArn(of.machine)
      const read: KnownLimits = {
        executionArn: executionArn(of.machine, of.name),
        startedAtMs,
        stateMachineVersionArn: version,
        mapRunArn: run,
        inForceFromMs: Number.NEGATIVE_INFINITY,
        timeoutSeconds: null,
        definition: null,
        lint: { kind: 'unreadable' },
      }
      // Without those that were read before, as a definition's read may leave some out.
      return (_, cache) => cache.limits.set(arn, [read])
    }),
  fc
    .record({ run: aRun, name: fc.constantFrom('a', 'not watched'), asOfMs: seconds })
    .map(({ run, name, asOfMs }): Step => {
      const parent: MapRunParent = {
        executionArn: executionArn('Orders', name), // no child: nothing is above itself
        startedAtMs: 0,
        limitsFromMs: 0,
        stateMachineVersionArn: null,
        mapRunArn: null,
        asOfMs,
      }
      return (_, cache) => cache.parents.set(run, parent)
    }),
)

it('says what there is to read by what is known now, whatever it was asked before', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const ends = [true, false].map((askedOften) => {
        const cache = new Cache()
        const book = createReadBook(() => cache)
        for (const take of steps) {
          take(book, cache)
          if (askedOften) Array.from(book.candidates())
        }
        return [...book.candidates()]
      })
      expect(ends[0]).toEqual(ends[1])
    }),
    { numRuns: 2000 },
  )
})

it('needs of the same executions what it would need of others like them', () => {
  const watched: fc.Arbitrary<Watched> = fc
    .record({ of: anExecution, pinned: fc.boolean(), told: facts })
    .map(({ of, pinned, told }) => ({
      executionArn: executionArn(of.machine, of.name),
      stateMachineVersionArn: undefined,
      mapRunArn: null,
      limitsFromMs: null,
      ended: false,
      ...told,
      startedAtMs: told.startedAtMs ?? 0,
      pinned,
    }))
  fc.assert(
    fc.property(fc.array(watched), fc.array(step, { maxLength: 10 }), (executions, steps) => {
      const cache = new Cache()
      const book = createReadBook(() => cache)
      for (const take of steps) {
        take(book, cache)
        const again = limitsNeeded(executions, cache, (arn) => book.tracked.has(arn))
        const others = executions.map((execution) => ({ ...execution }))
        expect(again).toEqual(limitsNeeded(others, cache, (arn) => book.tracked.has(arn)))
      }
    }),
  )
})
