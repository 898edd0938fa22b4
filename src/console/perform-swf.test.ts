import { describe, expect, it } from 'vitest'
import type { SwfApi } from '../aws/swf-api.ts'
import { AppFailure } from '../domain/app-error.ts'
import { swfExecutionId } from '../domain/execution-id.ts'
import { TaskToken } from '../domain/task-token.ts'
import { type ActionKind, ownBeatsOf } from './journal-entry.ts'
import { memoryJournalStore } from './journal-store.ts'
import { type Action, perform } from './perform.ts'
import { fakeConnection, fakeStates, fakeSwf } from './testing-connection.ts'
import { testingJournal } from './testing-journal.ts'
import { virtualPorts } from './testing-ports.ts'

const TASK = {
  connectionId: 'local/eu-west-1',
  executionId: swfExecutionId({ domain: 'orders', workflowId: 'w', runId: 'r' }),
  scheduledEventId: 5,
}

/** One heartbeat for an SWF task; SWF is played by the test. */
async function act(
  kind: ActionKind,
  details: string | null,
  answer: SwfApi['recordActivityTaskHeartbeat'] = async () => ({ cancelRequested: false }),
) {
  const wall = virtualPorts()
  const store = memoryJournalStore()
  const journal = testingJournal({ store })
  const sent: unknown[] = []
  const swf = fakeSwf({
    async recordActivityTaskHeartbeat(token, said, domain) {
      sent.push({ token: token.reveal(), details: said, domain })
      return answer(token, said, domain)
    },
  })
  const states = fakeStates({
    sendTaskHeartbeat: async () => {
      throw new Error('a heartbeat to the wrong service')
    },
  })
  const action: Action = {
    kind,
    connection: fakeConnection(wall, { swf, states }),
    task: TASK,
    taskName: 'Fulfilment / Pack parcel',
    token: new TaskToken('the-token'),
    tokenBasis: 'pasted',
    details,
    mayGoUnrecorded: false,
  }
  const outcome = await perform(action, {
    journal,
    reread: async () => ({ kind: 'open' }),
    fetch: async () => new Response(),
  })
  return { outcome, journal, sent, stored: JSON.stringify(await store.all()) }
}

describe('perform, for an SWF task', () => {
  it('records the heartbeat with its details, and tells what SWF answered', async () => {
    const { outcome, sent } = await act('heartbeat', '40 %', async () => ({ cancelRequested: true }))
    expect(outcome).toMatchObject({ kind: 'accepted', cancelRequested: true })
    expect(sent).toEqual([{ token: 'the-token', details: '40 %', domain: 'orders' }])
  })

  it('stores neither the token nor the details', async () => {
    const { stored } = await act('heartbeat', 'said in confidence')
    expect(stored).toContain('accepted')
    expect(stored).not.toContain('the-token')
    expect(stored).not.toContain('said in confidence')
  })

  it('counts asking as the heartbeat that it is', async () => {
    const { journal } = await act('askCancelRequested', null)
    expect(journal.entries.get()).toMatchObject([{ kind: 'askCancelRequested' }])
    expect(ownBeatsOf(journal.entries.get(), TASK)).toMatchObject([{ basis: 'pasted' }])
  })

  it('takes a task that SWF does not know for an outcome', async () => {
    const { outcome, journal } = await act('heartbeat', null, async () => {
      throw new AppFailure({ kind: 'taskUnknown' }, 'refused')
    })
    expect(outcome).toMatchObject({ kind: 'taskUnknown' })
    expect(ownBeatsOf(journal.entries.get(), TASK)).toEqual([])
  })
})
