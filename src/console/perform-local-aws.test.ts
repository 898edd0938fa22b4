import { describe, expect, it } from 'vitest'
import { foldExecution, UNREAD_EXECUTION } from '../domain/fold-execution.ts'
import { TaskToken } from '../domain/task-token.ts'
import type { SettingsChange } from '../local-aws/control/settings.ts'
import { identityPool } from '../local-aws/identity/identity-pool.ts'
import type { PersonName } from '../people/people.ts'
import { startLocalAwsHost } from '../server/local-aws-host.ts'
import { hostForTests } from '../server/testing-host.ts'
import { readConfig } from './config.ts'
import { type Connection, createConnections } from './connection.ts'
import type { Journal } from './journal.ts'
import { ownBeatsOf, type WriteOutcome } from './journal-entry.ts'
import { type Action, perform } from './perform.ts'
import { realPorts } from './ports.ts'
import { testingJournal } from './testing-journal.ts'

const host = hostForTests('solo', { paused: true })
const { localAws } = host

const noPause = async () => undefined

/** A connection as the page makes it from its configuration. */
function connectionOf(person: PersonName, url = host.url): Connection {
  const read = readConfig(
    JSON.stringify({
      connections: [
        {
          name: 'local',
          regions: ['eu-west-1'],
          endpoint: url,
          identityPoolId: identityPool.id,
          signIn: { kind: 'localPerson', person, url: `${host.url}/_local/id-token` },
        },
      ],
    }),
  )
  const [connection] = read.kind === 'ok' ? createConnections(read.config, undefined, realPorts) : []
  if (connection === undefined) throw new Error('the configuration of this test is malformed')
  return connection
}

/** Solo's callback, as its history shows it. */
async function callback(connection: Connection) {
  const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Onboarding'
  const [listing] = await connection.states.listRunningExecutions(machine, noPause)
  const executionId = listing?.executionArn ?? ''
  const folded = foldExecution(UNREAD_EXECUTION, await connection.states.readHistory(executionId, 0, noPause))
  const [task] = folded.open
  if (task?.token == null) throw new Error('the callback has no proved token')
  return {
    task: { connectionId: connection.id, executionId, scheduledEventId: task.scheduledEventId },
    token: task.token,
  }
}

/** One heartbeat as the page sends it, for a task that was still open a moment ago. */
function beat(
  connection: Connection,
  of: Pick<Action, 'task' | 'token'> & Partial<Pick<Action, 'tokenBasis'>>,
  journal: Journal,
): Promise<WriteOutcome> {
  return perform(
    {
      kind: 'heartbeat',
      connection,
      taskName: 'Onboarding / Ask manager',
      tokenBasis: 'history',
      details: null,
      mayGoUnrecorded: false,
      ...of,
    },
    { journal, fetch, reread: async () => ({ kind: 'open' }) },
  )
}

async function isOpen(connection: Connection, executionId: string): Promise<boolean> {
  const events = await connection.states.readHistory(executionId, 0, noPause)
  return foldExecution(UNREAD_EXECUTION, events).open.length > 0
}

function heartbeatsAsked(): number {
  return localAws.control.calls().calls.filter(({ operation }) => operation === 'SendTaskHeartbeat').length
}

describe('perform, against the local AWS', () => {
  it.each<
    [string, { settings?: SettingsChange; person?: PersonName; token?: string; after?: number }, object]
  >([
    ['accepted', {}, { kind: 'accepted' }],
    ['a wrong token', { token: 'wrong' }, { kind: 'invalidToken' }],
    ['a closed task', { after: 90 }, { kind: 'taskClosed' }],
    [
      'somebody who may only look',
      { person: 'vic' },
      { kind: 'refused', error: { kind: 'denied', action: 'states:SendTaskHeartbeat' } },
    ],
    [
      'throttled',
      { settings: { throttle: ['SendTaskHeartbeat'] } },
      { kind: 'refused', error: { kind: 'throttled' } },
    ],
    [
      'a lost answer',
      { settings: { loseAnswers: ['SendTaskHeartbeat'] } },
      { kind: 'unknown', reachable: true },
    ],
    ['AWS out of order', { settings: { unavailable: true } }, { kind: 'unknown', why: 'awsFault' }],
  ])('%s', async (_, { settings = {}, person = 'ana', token, after = 0 }, expected) => {
    const connection = connectionOf(person)
    const target = await callback(connection)
    await localAws.control.step(after)
    localAws.control.changeSettings(settings)
    const journal = testingJournal()
    const pasted = token === undefined ? {} : { token: new TaskToken(token), tokenBasis: 'pasted' as const }
    const outcome = await beat(connection, { ...target, ...pasted }, journal)
    expect(outcome).toMatchObject(expected)
    expect(heartbeatsAsked()).toBe(1)
    expect(journal.entries.get()).toMatchObject([{ outcome: expected }])
  })

  it('a beat whose answer was lost worked, and the journal allows for it', async () => {
    const connection = connectionOf('ana')
    const { task, token } = await callback(connection)
    await localAws.control.step(40)
    localAws.control.changeSettings({ loseAnswers: ['SendTaskHeartbeat'] })
    const journal = testingJournal()
    await beat(connection, { task, token }, journal)
    await localAws.control.step(40)
    expect(await isOpen(connection, task.executionId)).toBe(true)
    expect(ownBeatsOf(journal.entries.get(), task)).toMatchObject([{ basis: 'lost' }])
  })

  it('an endpoint that is gone: not known, and the host answers nothing', async () => {
    const other = await startLocalAwsHost({ port: 0, localAws })
    const connection = connectionOf('ana', other.url)
    const { task, token } = await callback(connection)
    await other.close()
    const journal = testingJournal()
    const outcome = await beat(connection, { task, token }, journal)
    expect(outcome).toMatchObject({ kind: 'unknown', reachable: false })
  })
})
