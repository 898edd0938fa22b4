import { describe, expect, it } from 'vitest'
import { createStore } from '../lib/store.ts'
import { watchPerson } from './person.ts'
import type { SessionState } from './session.ts'
import { watchShownJournal } from './shown-journal.ts'
import { testingEntry, testingJournal } from './testing-journal.ts'

const signedIn = (personId: string | null): SessionState => ({
  kind: 'signedIn',
  who: 'somebody',
  personId,
  groups: [],
  untilMs: null,
})
const ANA = 'https://issuer ana'
const VIC = 'https://issuer vic'

async function stage() {
  const state = createStore<SessionState>({ kind: 'signingIn' })
  const journal = testingJournal()
  const connection = { id: testingEntry.task.connectionId, person: watchPerson({ state }) }
  const shown = watchShownJournal(journal, [connection])
  const write = async (change: Partial<typeof testingEntry>) => {
    const entry = await journal.open({ ...testingEntry, ...change }, false)
    if (typeof entry !== 'string') await entry.settle({ kind: 'pageClosed' })
  }
  await write({ personId: ANA, taskName: 'of Ana' })
  await write({ personId: VIC, taskName: 'of Vic' })
  await write({ personId: null, taskName: 'of nobody by name' })
  return { state, journal, shown, write, names: () => shown.get().entries.map(({ taskName }) => taskName) }
}

describe('the journal as it may be shown', () => {
  it('has the entries of the person who is signed in, and the number of the others', async () => {
    const { state, shown, names } = await stage()
    expect([names(), shown.get().hidden]).toEqual([[], 3])
    state.set(signedIn(ANA))
    expect([names(), shown.get().hidden]).toEqual([['of Ana'], 2])
    state.set(signedIn(VIC))
    expect([names(), shown.get().hidden]).toEqual([['of Vic'], 2])
  })

  it.each<SessionState>([signedIn(null), { kind: 'guest', untilMs: null }])(
    'has those that name nobody where the sign-in names nobody: $kind',
    async (unnamed) => {
      const { state, names } = await stage()
      state.set(unnamed)
      expect(names()).toEqual(['of nobody by name'])
    },
  )

  it('stays while credentials cannot be renewed, and goes with the sign-in', async () => {
    const { state, names } = await stage()
    state.set(signedIn(ANA))
    state.set({ kind: 'failed', error: { kind: 'throttled' } })
    expect(names()).toEqual(['of Ana'])
    state.set({ kind: 'signedOut' })
    expect(names()).toEqual([])
  })

  it('has nothing of a connection that is not configured', async () => {
    const { state, shown, write, names } = await stage()
    state.set(signedIn(ANA))
    await write({ task: { ...testingEntry.task, connectionId: 'gone/eu-west-1' } })
    expect([names(), shown.get().hidden]).toEqual([['of Ana'], 3])
  })
})
