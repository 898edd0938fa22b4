import { expect, it } from 'vitest'
import { createServerClock } from '../console/server-clock.ts'
import { fakeConnection } from '../console/testing-connection.ts'
import { virtualPorts } from '../console/testing-ports.ts'
import { readExecution } from './execution-query.ts'
import { keys } from './keys.ts'
import { createQueryClient } from './query-client.ts'
import { executionArn, FakeAccount } from './testing-account.ts'

it('a read is no later than it was sent, though the own host told another time than AWS', async () => {
  const ports = virtualPorts()
  const sightOf = (aheadMs: number) => ({
    dateMs: ports.wall() + aheadMs,
    sentWallMs: ports.wall() - 50,
    answeredWallMs: ports.wall(),
  })
  const clock = createServerClock(ports, sightOf(600_000))
  const account = new FakeAccount(ports)
  account.start('Orders', 'van')
  const told = account.states
  const connection = fakeConnection(ports, {
    clock,
    states: {
      ...told,
      async readHistory(...asked) {
        const events = await told.readHistory(...asked)
        clock.sight(sightOf(0))
        return events
      },
    },
  })
  const queryClient = createQueryClient()
  const arn = executionArn('Orders', 'van')
  for (let read = 0; read < 3; read += 1) {
    const sentMs = ports.wall()
    const record = await readExecution(connection, arn, queryClient, async () => undefined)
    queryClient.setQueryData(keys.execution(connection.id, arn), record)
    expect(record.readAt.lo).toBeLessThanOrEqual(sentMs)
    expect(record.readAt.hi).toBeGreaterThanOrEqual(sentMs)
    expect(record.readAt.hi - record.readAt.lo).toBeLessThan(1100)
    await ports.advance(3000)
  }
})
