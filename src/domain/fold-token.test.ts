import fc from 'fast-check'
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

/** Of the newest open task: `passed to nobody`, `unproved`, `proved`, or nothing of the kind. */
function tokenOf(history: HistoryBuilder): string {
  const task = foldExecution(UNREAD_EXECUTION, history.events).open.at(-1)
  if (task === undefined) throw new Error('no task is open')
  const said = [
    task.token === null ? [] : 'proved',
    task.tokenUnproved ? 'unproved' : [],
    task.tokenPassedToNobody ? 'passed to nobody' : [],
  ].flat()
  expect(said.length).toBeLessThanOrEqual(1)
  return said[0] ?? ''
}

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/labels'

describe('a token was passed to nobody', () => {
  it.each<[string, unknown]>([
    ['no message', {}],
    ['a message', { QueueUrl: QUEUE, MessageBody: { parcel: 7 } }],
    ['JSON inside a message', { QueueUrl: QUEUE, MessageBody: JSON.stringify({ parcel: 7, to: 'Delft' }) }],
    ['a token of a parent, which came with the input', { QueueUrl: QUEUE, MessageBody: { parent: PARENT } }],
    ['an empty token', { MessageBody: { TaskToken: '' } }],
  ])('where the state sends %s', (_, parameters) => {
    expect(tokenOf(asking(parameters, { parent: PARENT }))).toBe('passed to nobody')
  })

  it('also by a job, and never by what has no token to pass', () => {
    const job = new HistoryBuilder()
    job.started()
    job.enter('Run job')
    job.service('batch:submitJob.sync', JSON.stringify({ JobName: 'labels' }))
    expect(tokenOf(job)).toBe('passed to nobody')
    for (const kind of ['requestResponse', 'lambda', 'activity'] as const) {
      const history = new HistoryBuilder()
      history.started()
      history.enter('Work')
      history.task(kind)
      expect(tokenOf(history)).toBe('')
    }
  })

  it('also in a history with a gap: what the state sent is whole', () => {
    const { events } = asking({ QueueUrl: QUEUE })
    const [task] = foldExecution(UNREAD_EXECUTION, events.slice(1)).open
    expect(task).toMatchObject({ tokenPassedToNobody: true })
  })

  it.each<[string, unknown]>([
    ['a hash', { Value: 'ab12'.repeat(16) }],
    ['an id that an emulator may call a token', { ref: '6a1f4c1e-1b1c-4a0e-9d2b-5b6c7d8e9f00' }],
    ['anything that is called a token', { callbackToken: 'tok-1' }],
    ['that in JSON inside a message', { Message: JSON.stringify([{ token: 'tok-1' }]) }],
    ['data too long for a token', { blob: 'ab'.repeat(3000) }],
    ['a part of a JSON Web Token', { Value: `${'eyJhbGci'.repeat(20)}.${'c2ln'.repeat(10)}` }],
  ])('is not said where the state sends %s', (_, parameters) => {
    expect(tokenOf(asking(parameters))).toBe('unproved')
  })

  it.each([
    ['left out', null],
    ['cut off', '{"MessageBody":{"parcel":7,'],
  ])('is not said where what it sent was %s', (_, parametersText) => {
    const history = new HistoryBuilder()
    history.started()
    history.enter('Ask manager')
    history.service('sqs:sendMessage.waitForTaskToken', parametersText)
    expect(tokenOf(history)).toBe('unproved')
  })

  it('is never said where the token stands anywhere, in whatever form', () => {
    const forms: readonly ((text: string) => string)[] = [
      (text) => JSON.stringify({ body: text }),
      (text) => encodeURIComponent(text),
      (text) => btoa(text),
      (text) => `https://orders.example/approve/${text}?by=manager`,
      (text) => `Please approve: ${text}.`,
      (text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      (text) => text.match(/.{1,76}/g)?.join('\n') ?? text,
    ]
    const form = fc.array(fc.constantFrom(...forms), { maxLength: 3 })
    const name = fc.constantFrom('MessageBody', 'url', 'x')
    fc.assert(
      fc.property(form, name, fc.stringMatching(/^[A-Za-z0-9+/]{100,700}={0,2}$/), (steps, key, token) => {
        const text = steps.reduce((inner, step) => step(inner), token)
        expect(tokenOf(asking({ QueueUrl: QUEUE, [key]: text }))).not.toBe('passed to nobody')
      }),
    )
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
