import { type Candidate, nextRead, type Read } from '../src/domain/read-plan.ts'
import { limitsNeeded, type Watched } from '../src/queries/limits-needed.ts'
import type { KnownLimits } from '../src/queries/limits-query.ts'
import type { Known } from '../src/queries/lineage.ts'
import { createReadBook, type ReadBook } from '../src/queries/read-book.ts'
import { executionArn, machineArn } from '../src/queries/testing-account.ts'

const MACHINES = 40
const NOW_MS = 100_000

interface Plans {
  /** As the read loop does, of the same book each time. */
  readonly ours: () => Read | null
  /** Looks at each execution anew, and plans before the wait for the budget as well as after it. */
  readonly naive: () => Read | null
}

/** What to read next of so many executions that have all been read, and whose limits are known. */
export function readPlans(count: number): Plans {
  const limits = new Map(
    Array.from({ length: MACHINES }, (_, index) => [machineArn(`Load-${index}`), [known(index, count)]]),
  )
  const cache: Known = {
    limitsOf: (arn) => limits.get(arn),
    parentOf: () => undefined,
    versionOf: () => undefined,
  }
  const executions = Array.from({ length: count }, (_, index) => watched(index))
  const book = createReadBook(() => cache)
  book.tried({ kind: 'stateMachines' }, NOW_MS)
  for (const [index, { executionArn: arn, ...facts }] of executions.entries()) {
    book.track(arn, { stateMachineArn: machineArn(`Load-${index % MACHINES}`), ...facts })
    book.tried({ kind: 'history', executionId: arn }, triedAtMs(index, count))
  }
  return {
    ours: () => nextRead(book.candidates(), NOW_MS).read,
    naive: () => {
      const plan = (): Read | null => nextRead(anew(book, executions, cache), NOW_MS).read
      plan()
      return plan()
    },
  }
}

function* anew(book: ReadBook, executions: readonly Watched[], cache: Known): Generator<Candidate> {
  yield* book.candidates()
  const fresh = executions.map((execution) => ({ ...execution }))
  const { definitions } = limitsNeeded(fresh, cache, (arn) => book.tracked.has(arn))
  for (const [stateMachineArn, { pinned, ...execution }] of definitions)
    yield { read: { kind: 'definition', stateMachineArn, ...execution }, triedAtMs: null, pinned }
}

function watched(index: number): Watched {
  return {
    executionArn: executionArn(`Load-${index % MACHINES}`, `load-${index}`),
    startedAtMs: index,
    stateMachineVersionArn: null,
    mapRunArn: null,
    limitsFromMs: index,
    ended: false,
    pinned: false,
  }
}

function known(machine: number, count: number): KnownLimits {
  return {
    ...watched(machine),
    startedAtMs: count,
    inForceFromMs: Number.NEGATIVE_INFINITY,
    timeoutSeconds: null,
    definition: null,
    lint: { kind: 'unreadable' },
  }
}

function triedAtMs(index: number, count: number): number {
  return NOW_MS - 60_000 + ((index * 7919) % count)
}
