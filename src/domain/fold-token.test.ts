import { describe, expect, it } from 'vitest'
import { foldExecution, UNREAD_EXECUTION } from './fold-execution.ts'
import type { HistoryEvent } from './history-event.ts'
import { aTokenText, HistoryBuilder } from './testing-history.ts'

const OWN = aTokenText('own')
const PARENT = aTokenText('parent')

function newestToken(events: readonly HistoryEvent[]): string | null {
  return foldExecution(UNREAD_EXECUTION, events).open.at(-1)?.token?.reveal() ?? null
}

function asking(parameters: unknown, input: unknown = {}): HistoryBuilder {
  const history = new HistoryBuilder()
  history.started(input)
  history.enter('Ask manager')
  history.callback(parameters)
  return history
}

describe("a callback's token is proved by history", () => {
  it.each([
    ['as a parameter', { MessageBody: { TaskToken: OWN } }],
    ['in a body that is JSON itself', { MessageBody: JSON.stringify({ TaskToken: OWN }) }],
    ['in the text of a message', { Message: `Please approve:\n${OWN}\n` }],
    ['in more than one place', { MessageBody: { TaskToken: OWN }, MessageAttributes: { Token: OWN } }],
  ])('%s', (_, parameters) => {
    expect(newestToken(asking(parameters).events)).toBe(OWN)
  })

  it('beside the token of a parent that came with the input', () => {
    const history = asking({ MessageBody: { parent: PARENT, own: OWN } }, { parent: PARENT })
    expect(newestToken(history.events)).toBe(OWN)
  })

  it('of a job, too', () => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Run job')
    history.service('states:startExecution.sync', JSON.stringify({ Input: { token: OWN } }))
    expect(newestToken(history.events)).toBe(OWN)
  })

  it.each([
    ['under its name', { MessageBody: { TaskToken: 'tok-1' } }],
    ['in a body that is JSON itself', { MessageBody: JSON.stringify({ taskToken: 'tok-1' }) }],
  ])('%s where it is as short as emulators make them', (_, parameters) => {
    expect(newestToken(asking(parameters).events)).toBe('tok-1')
    expect(newestToken(asking(parameters, { TaskToken: 'tok-1' }).events)).toBeNull()
  })

  it('for each try anew', () => {
    const history = asking({ TaskToken: OWN })
    history.taken(null)
    history.submitted()
    history.taskEnded('timedOut')
    history.callback({ TaskToken: aTokenText('second') })
    expect(newestToken(history.events)).toBe(aTokenText('second'))
  })
})

describe('nothing is proved', () => {
  it.each<[string, unknown, boolean]>([
    ['none stands', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q' }, false],
    ['one that came with the input stands', { TaskToken: PARENT }, false],
    ['one of two may be it', { a: OWN, b: aTokenText('third') }, true],
  ])('where %s, which is said', (_, parameters, unproved) => {
    const { open } = foldExecution(UNREAD_EXECUTION, asking(parameters, { parent: PARENT }).events)
    expect(open).toMatchObject([{ token: null, tokenUnproved: unproved }])
  })

  it('of a task that has none: a request, a function, an activity', () => {
    for (const kind of ['requestResponse', 'lambda', 'activity'] as const) {
      const history = new HistoryBuilder()
      history.started()
      history.enter('Work')
      history.task(kind)
      expect(foldExecution(UNREAD_EXECUTION, history.events).open).toMatchObject([{ tokenUnproved: false }])
    }
  })

  it.each([
    ['by a token that came with the input', asking({ TaskToken: PARENT }, { parent: PARENT })],
    ['where two new ones stand', asking({ a: OWN, b: PARENT })],
    ['where none stands', asking({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q' })],
    ['by data that is too long for a token', asking({ blob: 'ab'.repeat(2000) })],
  ])('%s', (_, history) => {
    expect(newestToken(history.events)).toBeNull()
  })

  it.each(['stateEntered', 'stateExited'] as const)('by a token that a %s showed before', (kind) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Prepare')
    history.add({ kind, name: 'Prepare', dataText: JSON.stringify({ token: PARENT }) })
    history.enter('Ask manager')
    history.callback({ TaskToken: PARENT })
    expect(newestToken(history.events)).toBeNull()
  })

  it('by the token that an earlier try had', () => {
    const history = asking({ TaskToken: OWN })
    history.taskEnded('failed')
    history.callback({ TaskToken: OWN })
    expect(newestToken(history.events)).toBeNull()
  })

  it.each([
    ['a hash', 'ab12'.repeat(32)],
    ['a part of a JSON Web Token', `${'eyJhbGci'.repeat(20)}.${'c2ln'.repeat(10)}`],
  ])('by %s', (_, value) => {
    expect(newestToken(asking({ Value: value }).events)).toBeNull()
  })

  it('by a history with a gap: the token may have been handed down in it', () => {
    const { events } = asking({ TaskToken: OWN })
    expect(newestToken(events.slice(1))).toBeNull()
  })

  it('and no token is readable in what folding keeps', () => {
    const folded = foldExecution(UNREAD_EXECUTION, asking({ TaskToken: OWN }, { parent: PARENT }).events)
    expect(folded.open).toHaveLength(1)
    const { memory, ...rest } = folded
    for (const text of [JSON.stringify(rest), JSON.stringify([...memory.texts.seen, ...memory.places])]) {
      expect(text).not.toContain('kHhwbW9y')
    }
  })
})
