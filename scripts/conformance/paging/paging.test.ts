import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callerOf } from '../caller.ts'
import { type StillAws, stillAws } from '../still-aws.ts'
import { pagedName, pagedOperations } from './paged-operations.ts'
import { type PagedRequest, readPage } from './paged-reader.ts'
import { pagingChurn } from './paging-churn.ts'
import { pagingRequests } from './paging-requests.ts'
import { type PagingScene, pagingScene } from './paging-scene.ts'

const dayS = 86_400
const operations = pagedOperations()
const refusals = {
  nextToken: { invalid: "InvalidToken: Invalid Token: 'Invalid token'" },
  nextPageToken: { invalid: 'ValidationException: Invalid token' },
} as const
/** Step Functions has the same words for both. */
const expired = {
  nextToken: refusals.nextToken.invalid,
  nextPageToken: 'ValidationException: Specified token has exceeded its maximum lifetime',
} as const

let still: StillAws
let scene: PagingScene
let requests: readonly PagedRequest[]

async function open(): Promise<void> {
  still = await stillAws('quiet')
  scene = await pagingScene(callerOf(still))
  const table = pagingRequests(scene)
  requests = operations.flatMap((operation) =>
    (table[pagedName(operation)] ?? []).map((input) => ({
      operation,
      input,
      title: `${operation.name} ${JSON.stringify(input)}`,
    })),
  )
}

function close(): void {
  still.aws.close()
  if (still.defects.length > 0) throw still.defects[0]
}

beforeEach(open)
afterEach(close)

interface Issued {
  readonly request: PagedRequest
  readonly token: string
}

/** A token of every request that has more than one page. */
async function issuedTokens(): Promise<readonly Issued[]> {
  const issued: Issued[] = []
  for (const request of requests) {
    const { token } = await readPage(scene.caller, request, { size: 2 })
    if (token !== undefined) issued.push({ request, token })
  }
  return issued
}

/** How AWS refuses that token with that request; undefined where it takes it. */
async function refusalOf(
  { operation, input }: PagedRequest,
  token: string,
  region = 'eu-west-1',
): Promise<string | undefined> {
  const asked = { ...input, [operation.size]: 2, [operation.token]: token }
  return (await scene.caller.call(operation.service, operation.name, asked, { region })).refusal
}

describe('the requests of these tests', () => {
  it('are of every operation that has pages, and vary each of its members', () => {
    const table = pagingRequests(scene)
    expect(Object.keys(table).sort()).toEqual(operations.map(pagedName).sort())
    for (const operation of operations) {
      const inputs = table[pagedName(operation)] ?? []
      const constant = operation.members.filter(
        (member) => new Set(inputs.map((input) => JSON.stringify(input[member]))).size < 2,
      )
      expect({ operation: operation.name, constant }).toEqual({ operation: operation.name, constant: [] })
    }
  })

  it('have more than one page at least once for every operation', async () => {
    const paged = new Set((await issuedTokens()).map(({ request }) => pagedName(request.operation)))
    expect([...paged].sort()).toEqual(operations.map(pagedName).sort())
  })
})

describe('a page token', () => {
  it('is good for the request that it came with, and for no other', async () => {
    const issued = await issuedTokens()
    const wrong: string[] = []
    for (const { request, token } of issued) {
      for (const other of requests) {
        const refusal = await refusalOf(other, token)
        const wanted = other === request ? undefined : refusals[other.operation.token].invalid
        if (refusal !== wanted) wrong.push(`${other.title}, with a token of ${request.title}: ${refusal}`)
      }
    }
    expect(wrong).toEqual([])
    console.log(`${issued.length} page tokens, each with ${requests.length} requests`)
  })

  it('is no good in another region', async () => {
    for (const { request, token } of await issuedTokens()) {
      const refusal = await refusalOf(request, token, 'us-east-1')
      // What a request names is not there, or in another region it is another list.
      const namesNothing = !Object.keys(request.input).some((name) => /Arn$|^domain$/.test(name))
      const wanted = namesNothing
        ? refusals[request.operation.token].invalid
        : /DoesNotExist|NotFound|Fault|Does Not Exist/
      expect(refusal, request.title).toMatch(wanted)
    }
  })

  it('is refused when a character of it is another one, is missing, or is too much', async () => {
    const issued = await issuedTokens()
    const drawn = fc.record({
      which: fc.nat(issued.length - 1),
      at: fc.nat(),
      put: fc.constantFrom('', '', 'A', 'B', '/', '+', '=', ' ', '\n', '-', '\u00e9', '\u{1f600}'),
      kept: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(drawn, async ({ which, at, put, kept }) => {
        const { request, token } = issued[which] ?? {}
        if (request === undefined || token === undefined) throw new Error('there is no such token')
        const place = at % (token.length + 1)
        const forged = `${token.slice(0, place)}${put}${token.slice(kept ? place : place + 1)}`
        fc.pre(forged !== token)
        expect(await refusalOf(request, forged)).toBe(refusals[request.operation.token].invalid)
      }),
      { numRuns: 500 },
    )
    for (const { request, token } of issued) {
      // Cut from the end, its padding first.
      for (const length of [token.length - 1, token.length - 2, token.length - 4, 32, 1]) {
        expect(await refusalOf(request, token.slice(0, length)), request.title).toBe(
          refusals[request.operation.token].invalid,
        )
      }
    }
  })

  it('lives 24 hours of the world, to the millisecond', async () => {
    const issued = await issuedTokens()
    await still.aws.control.step(dayS)
    for (const { request, token } of issued)
      expect(await refusalOf(request, token), request.title).toBeUndefined()
    await still.aws.control.step(0.001)
    for (const { request, token } of issued) {
      expect(await refusalOf(request, token), request.title).toBe(expired[request.operation.token])
    }
  })
})

describe('pages', () => {
  it('together are what one page is, whatever their size', async () => {
    for (const request of requests) {
      const { keys: whole, token } = await readPage(scene.caller, request, { size: 1000 })
      expect(token, request.title).toBeUndefined()
      for (const size of [1, 3, Math.max(1, whole.length), whole.length + 1]) {
        expect(await allPages(request, size), `${request.title}, ${size} a page`).toEqual(whole)
      }
    }
  })

  it('give what is there all the while once and in its order, whatever begins and ends between them', async () => {
    const moved = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), fc.nat(), async (size, seed) => {
        close()
        await open()
        const churn = pagingChurn(scene, `churn-${seed}`)
        const reading = await Promise.all(requests.map((request) => beginReading(request)))
        for (let turn = 0; reading.some(({ done }) => !done); turn += 1) {
          if (turn > 100) throw new Error('the pages have no end')
          for (const one of reading) await one.next(size)
          // So that a list which grows where it is read comes to its end.
          if (turn < 5) await churn()
        }
        for (const { title, read, snapshots } of reading) {
          if (new Set(snapshots.map((seen) => seen.join())).size > 1) moved.add(title.split(' ')[0] ?? '')
          const ever = new Set(snapshots.flat())
          const always = (snapshots[0] ?? []).filter((key) => snapshots.every((seen) => seen.includes(key)))
          expect(read.length, `${title}: something twice`).toBe(new Set(read).size)
          expect(
            read.filter((key) => !ever.has(key)),
            `${title}: never there`,
          ).toEqual([])
          expect(
            read.filter((key) => always.includes(key)),
            `${title}: there all the while`,
          ).toEqual(always)
        }
      }),
      { numRuns: 4 },
    )
    // What a decision task tells stands still.
    expect([...moved, 'PollForDecisionTask'].sort()).toEqual(operations.map(({ name }) => name).sort())
  })
})

async function allPages(request: PagedRequest, size: number): Promise<readonly string[]> {
  const keys: string[] = []
  let token: string | undefined
  do {
    const page = await readPage(scene.caller, request, { size, token })
    keys.push(...page.keys)
    token = page.token
  } while (token !== undefined)
  return keys
}

interface Reading {
  readonly title: string
  readonly read: string[]
  /** The whole list, at the moment of each page. */
  readonly snapshots: (readonly string[])[]
  readonly done: boolean
  next(size: number): Promise<void>
}

/** A decision task cannot be polled for again: what is read of it is the history when it was taken. */
async function beginReading(request: PagedRequest): Promise<Reading> {
  const polls = request.operation.name.startsWith('Poll')
  const whole = async (): Promise<readonly string[]> =>
    (await readPage(scene.caller, request, { size: 1000 })).keys
  const snapshots = polls ? [await whole()] : []
  const read: string[] = []
  let token: string | undefined
  let done = false
  return {
    title: request.title,
    read,
    snapshots,
    get done() {
      return done
    },
    async next(size) {
      if (done) return
      if (!polls) snapshots.push(await whole())
      const page = await readPage(scene.caller, request, { size, token })
      read.push(...page.keys)
      token = page.token
      done = token === undefined
    },
  }
}
