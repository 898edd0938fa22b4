import { describe, expect, it } from 'vitest'
import { type Evidence, estimate } from '../domain/estimate.ts'
import { exactly } from '../domain/interval.ts'
import { aCallback, anActivity, anSwfActivity, at, evidenceOf, timedOut } from '../domain/testing-tasks.ts'
import { deadlineSentences, deadlineWords } from './deadline-words.ts'
import { endingWords } from './ending-words.ts'
import { errorWords } from './error-words.ts'
import { heartbeatPrice } from './heartbeat-price.ts'
import { kindWords } from './kind-words.ts'
import { outcomeWords } from './outcome-words.ts'

const write = (ms: number): string => `${(ms - at(0)) / 1000} s`

function saidAt(seconds: number, evidence: Evidence) {
  const now = exactly(at(seconds))
  const estimated = estimate(evidence, now)
  return {
    ...deadlineWords(evidence.task, estimated, now),
    sentences: deadlineSentences(evidence.task, estimated, now, write).join(' '),
    price: heartbeatPrice(evidence.task, 'pasted', estimated, now, write),
  }
}

describe('the words of an SWF task', () => {
  it('spell its limits as SWF does', () => {
    const task = anSwfActivity({ timeoutSeconds: 300 })
    expect(saidAt(20, evidenceOf(task)).sentences).toContain(
      'Hard limit: startToCloseTimeout 300 ends it at 310 s',
    )
    const workflow = evidenceOf(anSwfActivity(), { execution: { fromMs: at(0), timeoutSeconds: 90 } })
    expect(saidAt(20, workflow).sentences).toContain(
      "Hard limit: the workflow's executionStartToCloseTimeout 90 ends it at 90 s",
    )
  })

  it('do not say that it was not read, where reads only lag', () => {
    const lagging = saidAt(80, evidenceOf(anSwfActivity(), { openAt: exactly(at(65)) }))
    expect(lagging.sentences).toContain('no read shows for certain that it was open since: it may be over')
    expect(lagging.price.read).toMatch(/^as it was 0:15 ago;/)
  })

  it('name no sibling: SWF has none', () => {
    expect(saidAt(20, evidenceOf(anSwfActivity())).sentences).toContain(
      'An answer or the end of its workflow can end it sooner.',
    )
  })

  it('count down to scheduleToStartTimeout while nobody has taken it, on a condition', () => {
    const task = anSwfActivity({ startedAtMs: null, workerName: null }, { scheduleToStartSeconds: 100 })
    const said = saidAt(40, evidenceOf(task))
    expect(said).toMatchObject({ words: 'waiting', figure: '0:40' })
    expect(said.under).toBe('ends in 1:00 if nobody takes it')
    expect(said.sentences).toContain('scheduleToStartTimeout 100: if no worker takes it, it ends at 100 s.')
  })

  it('say that its heartbeatTimeout is NONE', () => {
    const said = saidAt(40, evidenceOf(anSwfActivity({ heartbeatSeconds: null })))
    expect(said.sentences).toContain('Its heartbeatTimeout is NONE')
    expect(said.price.guarantee).toContain('heartbeatTimeout is NONE')
  })

  it('tell what a heartbeat costs: the clock, a hidden death, the details of the worker', () => {
    const { price } = saidAt(20, evidenceOf(anSwfActivity()))
    expect(price.guarantee).toBe('0:50 → 1:00 from the moment it is sent, if the token is right')
    expect(price.sideEffect).toBe(
      'if its worker is dead, this hides it until 80 s; what its worker reported last may be replaced',
    )
    expect(saidAt(20, evidenceOf(anActivity())).price.sideEffect).not.toContain('replaced')
  })
})

describe('how an SWF task ended', () => {
  const task = anSwfActivity(
    { timeoutSeconds: 300 },
    { scheduleToCloseSeconds: 400, scheduleToStartSeconds: 100 },
  )

  it.each([
    ['HEARTBEAT', 'no beat for 60 s: the heartbeat'],
    ['START_TO_CLOSE', 'startToCloseTimeout 300 was reached'],
    ['SCHEDULE_TO_CLOSE', 'scheduleToCloseTimeout 400 was reached'],
    ['SCHEDULE_TO_START', 'no worker took it within scheduleToStartTimeout'],
  ] as const)('%s is told, not guessed', (timeoutType, detail) => {
    expect(endingWords(task, timedOut(90, timeoutType), write).detail).toContain(detail)
  })

  it('shows the details of the last heartbeat', () => {
    const ending = { ...timedOut(90, 'HEARTBEAT'), cause: '40 %' }
    expect(endingWords(task, ending, write).detail).toBe(
      'no beat for 60 s: the heartbeat; last details: 40 %',
    )
  })

  it('is told when it was canceled', () => {
    const ending = {
      kind: 'canceled',
      atMs: at(90),
      error: null,
      cause: 'stopped at 40 %',
      timeoutType: null,
    } as const
    expect(endingWords(task, ending, write)).toEqual({
      tone: 'neutral',
      headline: 'canceled 90 s',
      detail: 'its worker said: stopped at 40 %',
    })
  })

  it('credits no worker with stopping where none had taken it', () => {
    const silent = { kind: 'canceled', atMs: at(90), error: null, cause: null, timeoutType: null } as const
    expect(endingWords(task, silent, write).detail).toBe('its worker stopped')
    expect(endingWords({ ...task, startedAtMs: null }, silent, write).detail).toBe('before a worker took it')
  })

  it("names the workflow's own end as SWF does", () => {
    const ended = (outcome: 'timedOut' | 'terminated' | 'failed') =>
      endingWords(task, { kind: 'executionEnded', atMs: at(90), outcome }, write).detail
    expect(ended('timedOut')).toContain('executionStartToCloseTimeout')
    expect(ended('terminated')).toBe('its workflow was terminated')
    expect(ended('failed')).toBe('its workflow failed')
  })
})

describe('the outcome of an SWF heartbeat', () => {
  const beaten = { task: anSwfActivity(), basis: 'pasted', hardMs: null, limitUnread: null } as const
  const accepted = (cancelRequested: boolean) =>
    outcomeWords({ kind: 'accepted', at: exactly(at(20)), cancelRequested }, beaten, write).detail

  it('begins with what SWF answered', () => {
    expect(accepted(true)).toMatch(/^SWF answered cancelRequested: true\./)
    expect(accepted(false)).toMatch(/^SWF answered cancelRequested: false\. AWS does not tell whose token/)
  })

  it('explains a task that SWF does not know, without guessing why', () => {
    const words = outcomeWords({ kind: 'taskUnknown', at: exactly(at(20)) }, beaten, write)
    expect(words.type).toBe('info')
    expect(words.detail).toContain('SWF does not say which')
  })
})

describe('errors of SWF', () => {
  it('a denial names the action and the domain, with a policy that would help', () => {
    const resource = 'arn:aws:swf:eu-west-1:123456789012:/domain/orders'
    const action = 'swf:RecordActivityTaskHeartbeat'
    const words = errorWords({ kind: 'denied', action, resource, guest: false, explicit: false })
    expect(words.headline).toContain(action)
    expect(words.detail).toContain('/domain/orders')
    expect(JSON.parse(words.policy ?? '')).toEqual({ Effect: 'Allow', Action: action, Resource: resource })
  })

  it('a used-up limit is no throttling: waiting alone does not help', () => {
    expect(errorWords({ kind: 'limitExceeded', message: '' }).next).toContain('Waiting alone does not help')
  })

  it('a domain that is not there points at the configuration', () => {
    expect(errorWords({ kind: 'notFound', what: 'domain', name: 'orders' })).toMatchObject({
      headline: 'There is no such SWF domain',
      next: expect.stringContaining('swfDomains'),
    })
  })
})

describe('tasks that AWS runs', () => {
  it('a job with a heartbeat is not said to have a worker', () => {
    const job = aCallback({ kind: 'job', resource: 'batch:submitJob.sync' })
    const said = saidAt(20, evidenceOf(job))
    expect(said.under).toBe('after that only if somebody beats')
    expect(said.sentences).toContain('AWS itself beats no job')
  })

  it('a job without one is watched by AWS', () => {
    const job = aCallback({ kind: 'job', resource: 'batch:submitJob.sync', heartbeatSeconds: null })
    expect(saidAt(20, evidenceOf(job))).toMatchObject({ under: 'AWS watches the job' })
  })

  it('one that started an execution is called so', () => {
    const child = aCallback({
      kind: 'job',
      childExecutionArn: 'arn:aws:states:eu-west-1:1:execution:Child:a',
    })
    expect(kindWords(child)).toBe('Child execution')
    expect(kindWords(anSwfActivity())).toBe('SWF activity')
  })
})
