import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../lib/json.ts'
import { type LintFinding, lintDefinition } from './lint-definition.ts'
import { ONE_YEAR_SECONDS, SHORT_LIMIT_SECONDS } from './lint-rules.ts'
import { parseDefinition } from './parse-definition.ts'

const ACTIVITY = 'arn:aws:states:eu-west-1:123456789012:activity:charge'
const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
const JOB = 'arn:aws:states:::batch:submitJob.sync'
const CHILD = 'arn:aws:states:::states:startExecution.sync:2'
const REQUEST = 'arn:aws:states:::dynamodb:getItem'
const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function:resize'
const LAMBDA_REQUEST = 'arn:aws:states:::lambda:invoke'

const NO_MACHINE_LIMIT = {}
const MACHINE_LIMIT = { TimeoutSeconds: 7200 }

function lint(machine: object): readonly LintFinding[] {
  const read = lintDefinition(JSON.stringify({ StartAt: 'A', ...machine }))
  if (read.kind === 'unreadable') throw new Error('unreadable')
  return read.findings
}

/** What a callback sends for somebody to answer it. */
const PASSES_TOKEN = { Parameters: { MessageBody: { 'Token.$': '$$.Task.Token' } } }

/** The findings of a machine of one Task state, as `kind severity`. A callback passes its token. */
function told(state: JsonObject, machine: object = NO_MACHINE_LIMIT): string[] {
  const passed = state.Resource === CALLBACK ? PASSES_TOKEN : {}
  return lint({ ...machine, States: { A: { Type: 'Task', End: true, ...passed, ...state } } }).map(
    ({ kind, severity }) => `${kind} ${severity}`,
  )
}

describe('lintDefinition', () => {
  it.each([
    ['an activity that nothing limits', ACTIVITY, {}, ['noHeartbeat error', 'noTimeout error']],
    ['a callback that nothing limits', CALLBACK, {}, ['noHeartbeat error', 'noTimeout error']],
    ['a job that nothing limits: AWS watches it', JOB, {}, ['noTimeout warning']],
    ['a child execution that nothing limits', CHILD, {}, ['noTimeout warning']],
    ['a request', REQUEST, {}, []],
    ['a function', LAMBDA, {}, []],
    ['a resource that a placeholder stands for', '${Resource}', {}, []],
    ['a heartbeat alone', CALLBACK, { HeartbeatSeconds: 60 }, ['noTimeout info']],
    ['a limit alone', CALLBACK, { TimeoutSeconds: SHORT_LIMIT_SECONDS + 1 }, ['noHeartbeat warning']],
    ['a short limit alone', CALLBACK, { TimeoutSeconds: SHORT_LIMIT_SECONDS }, ['noHeartbeat info']],
    ['both', ACTIVITY, { HeartbeatSeconds: 59, TimeoutSeconds: 60 }, []],
    [
      'both alike',
      ACTIVITY,
      { HeartbeatSeconds: 60, TimeoutSeconds: 60 },
      ['heartbeatNotBelowTimeout warning'],
    ],
    [
      'both alike in a request',
      REQUEST,
      { HeartbeatSeconds: 60, TimeoutSeconds: 60 },
      ['heartbeatNotBelowTimeout warning', 'heartbeatUnused info'],
    ],
    ['a heartbeat on a job', JOB, { HeartbeatSeconds: 60, TimeoutSeconds: 600 }, ['jobHeartbeat error']],
    [
      'a heartbeat on a child execution',
      CHILD,
      { HeartbeatSeconds: 60, TimeoutSeconds: 600 },
      ['jobHeartbeat error'],
    ],
    ['a heartbeat on a function', LAMBDA, { HeartbeatSeconds: 60 }, ['heartbeatUnused info']],
    [
      'a heartbeat on a request to a function',
      LAMBDA_REQUEST,
      { HeartbeatSeconds: 60 },
      ['heartbeatUnused info'],
    ],
    ['a heartbeat on an unknown resource', '${Resource}', { HeartbeatSeconds: 60 }, []],
    [
      'the default, spelled out',
      ACTIVITY,
      { HeartbeatSeconds: 99_999_999, TimeoutSeconds: 99_999_999 },
      ['noHeartbeat error', 'noTimeout error'],
    ],
    ['the year, which limits nothing', JOB, { TimeoutSeconds: ONE_YEAR_SECONDS }, ['noTimeout warning']],
    ['a second less', JOB, { TimeoutSeconds: ONE_YEAR_SECONDS - 1 }, []],
  ])('%s', (_what, resource, fields, expected) => {
    expect(told({ Resource: resource, ...fields })).toEqual(expected)
  })

  it("counts the state machine's own TimeoutSeconds", () => {
    expect(told({ Resource: CALLBACK }, MACHINE_LIMIT)).toEqual(['noHeartbeat warning'])
    expect(told({ Resource: CALLBACK, HeartbeatSeconds: 7199 }, MACHINE_LIMIT)).toEqual([])
    expect(told({ Resource: CALLBACK, HeartbeatSeconds: 7200 }, MACHINE_LIMIT)).toEqual([
      'heartbeatNotBelowTimeout warning',
    ])
    expect(told({ Resource: JOB }, MACHINE_LIMIT)).toEqual([])
  })

  it.each([
    ['a path', { HeartbeatSecondsPath: '$.beat', TimeoutSecondsPath: '$.limit' }],
    ['an expression', { HeartbeatSeconds: '{% $beat %}', TimeoutSeconds: '{% 5 %}' }],
    ['a placeholder', { HeartbeatSeconds: '${Beat}', TimeoutSeconds: '${Limit}' }],
    ['a path beside a literal', { HeartbeatSeconds: 60, TimeoutSecondsPath: '$.limit' }],
  ])('makes no finding of what %s gives', (_what, fields) => {
    for (const resource of [ACTIVITY, CALLBACK]) expect(told({ Resource: resource, ...fields })).toEqual([])
    const { HeartbeatSeconds: literal } = { HeartbeatSeconds: null, ...fields }
    expect(told({ Resource: JOB, ...fields })).toEqual(literal === 60 ? ['jobHeartbeat error'] : [])
  })

  it('says no more than is certain where only one of them is known', () => {
    expect(told({ Resource: CALLBACK, TimeoutSecondsPath: '$.limit' })).toEqual(['noHeartbeat warning'])
    expect(told({ Resource: CALLBACK, HeartbeatSecondsPath: '$.beat' })).toEqual(['noTimeout warning'])
  })

  it.each([
    ['a path to it', { Parameters: { Environment: [{ 'Value.$': '$$.Task.Token' }] } }, true],
    ['brackets', { Parameters: { 'Value.$': "$$['Task']['Token']" } }, true],
    ['an intrinsic function', { Parameters: { 'Value.$': "States.Format('{}', $$.Task.Token)" } }, true],
    ['the whole context object', { Parameters: { 'Context.$': '$$' } }, true],
    ['the context object as its input', { InputPath: '$$', Parameters: { 'All.$': '$' } }, true],
    ['an expression', { Arguments: { Value: '{% $states.context.Task.Token %}' } }, true],
    ['the whole context in an expression', { Arguments: '{% $merge([$states.context, {}]) %}' }, true],
    ['another part of the context', { Parameters: { 'Value.$': '$$.Execution.Id' } }, false],
    ['an expression of the input', { Arguments: '{% $states.input %}' }, false],
    ['a variable of a like name', { Arguments: '{% $statesman %}' }, false],
    ['nothing', {}, false],
  ])('sees whether a job is given its token: %s', (_what, fields, tokenPassed) => {
    const state = { Type: 'Task', Resource: JOB, HeartbeatSeconds: 60, TimeoutSeconds: 600, ...fields }
    expect(lint({ States: { A: state } })).toMatchObject([
      { kind: 'jobHeartbeat', severity: tokenPassed ? 'warning' : 'error', tokenPassed },
    ])
  })

  it.each([
    ['no message at all', {}, true],
    ['a message without it', { Parameters: { MessageBody: { parcel: 7 } } }, true],
    ['another part of the context', { Parameters: { 'Body.$': '$$.Execution.Id' } }, true],
    ['its input', { Arguments: '{% $states.input %}' }, true],
    ['it', PASSES_TOKEN, false],
    ['it inside a text', { Parameters: { 'Body.$': "States.Format('t={}', $$.Task.Token)" } }, false],
    ['it, encoded', { Parameters: { 'Body.$': 'States.Base64Encode($$.Task.Token)' } }, false],
    ['the whole context', { Arguments: '{% $string($states.context) %}' }, false],
    ['what an expression picks', { Arguments: '{% $lookup($states, "context").Task.Token %}' }, false],
    ['a quoted name', { Arguments: '{% $states."context"."Task"."Token" %}' }, false],
    ['a placeholder', { Parameters: { MessageBody: '${Body}' } }, false],
  ])('finds a callback that sends its token to nobody: it sends %s', (_what, fields, found) => {
    const limits = { HeartbeatSeconds: 60, TimeoutSeconds: 600 }
    const findings = lint({ States: { A: { Type: 'Task', Resource: CALLBACK, ...limits, ...fields } } })
    expect(findings.map(({ kind }) => kind)).toEqual(found ? ['tokenPassedToNobody'] : [])
  })

  it('says of a callback that nobody can answer nothing of workers that die', () => {
    const States = { A: { Type: 'Task', Resource: CALLBACK } }
    expect(lint({ States })).toMatchObject([
      { kind: 'tokenPassedToNobody', severity: 'error', heartbeatSeconds: null, timeoutSeconds: null },
      { kind: 'noTimeout', severity: 'error' },
    ])
    // A job or a request without its token is none of this: nobody has to answer it.
    expect(lint({ States: { A: { Type: 'Task', Resource: REQUEST } } })).toEqual([])
  })

  it('finds tasks wherever they lie, and names the place', () => {
    const task = { Type: 'Task', Resource: ACTIVITY, HeartbeatSeconds: 60, End: true }
    const inner = { StartAt: 'a/b~c', States: { 'a/b~c': task } }
    const findings = lint({
      States: {
        Both: { Type: 'Parallel', Branches: [{ States: { P: { Type: 'Pass' } } }, inner], Next: 'Each' },
        Each: { Type: 'Map', ItemProcessor: { States: { In: { Type: 'Parallel', Branches: [inner] } } } },
        Old: { Type: 'Map', Iterator: inner },
      },
    })
    expect(findings.map(({ pointer, path }) => [pointer, path])).toEqual([
      ['/States/Both/Branches/1/States/a~1b~0c', ['Both', 'branch 2']],
      ['/States/Each/ItemProcessor/States/In/Branches/0/States/a~1b~0c', ['Each', 'In', 'branch 1']],
      ['/States/Old/Iterator/States/a~1b~0c', ['Old']],
    ])
  })

  it.each(['', '{', '[]', '"text"', '{}', '{"States":[]}'])('says that it cannot read %s', (text) => {
    expect(lintDefinition(text)).toEqual({ kind: 'unreadable' })
  })

  it('takes any JSON, and every finding points at a Task state', () => {
    const junk = fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as JsonValue) // narrows `unknown` alone
    const seconds = fc.oneof(fc.integer({ min: 1, max: 900 }), junk)
    const fields = {
      HeartbeatSeconds: seconds,
      TimeoutSeconds: seconds,
      HeartbeatSecondsPath: fc.constant('$.h'),
    }
    const resource = fc.oneof(fc.constantFrom(ACTIVITY, CALLBACK, JOB, REQUEST, LAMBDA), junk)
    const state = fc.letrec<{ state: JsonValue }>((tie) => {
      const flow = fc.record({ States: fc.dictionary(fc.string(), tie('state'), { maxKeys: 3 }) })
      return {
        state: fc.oneof(
          { maxDepth: 3 },
          fc.record({ Type: fc.constant('Task'), Resource: resource, ...fields }, { requiredKeys: ['Type'] }),
          fc.record({ Type: fc.constant('Map'), ItemProcessor: fc.oneof(flow, junk) }),
          fc.record({
            Type: fc.constant('Parallel'),
            Branches: fc.oneof(fc.array(flow, { maxLength: 2 }), junk),
          }),
          junk,
        ),
      } as const
    }).state
    fc.assert(
      fc.property(fc.dictionary(fc.string(), state, { maxKeys: 4 }), seconds, (States, TimeoutSeconds) => {
        const machine: JsonValue = JSON.parse(JSON.stringify({ States, TimeoutSeconds })) as JsonValue // as above
        const read = lintDefinition(JSON.stringify(machine))
        expect(read.kind).toBe('read')
        for (const finding of read.kind === 'read' ? read.findings : []) {
          const found = at(machine, finding.pointer)
          expect(found).toMatchObject({ Type: 'Task' })
          if ('heartbeatSeconds' in finding && finding.heartbeatSeconds != null)
            expect(found).toMatchObject({ HeartbeatSeconds: finding.heartbeatSeconds })
          if (finding.kind !== 'noHeartbeat') continue
          const { HeartbeatSeconds: declared = Number.POSITIVE_INFINITY, HeartbeatSecondsPath } = found
          expect(HeartbeatSecondsPath).toBeUndefined()
          expect(declared).toBeGreaterThanOrEqual(ONE_YEAR_SECONDS)
        }
      }),
    )
  })

  it('reads what CreateStateMachine takes', () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% $states.input.items %}',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Ask',
            States: {
              Ask: {
                Type: 'Task',
                Resource: CALLBACK,
                Arguments: { QueueUrl: 'q', MessageBody: '{% $states.context.Task.Token %}' },
                HeartbeatSeconds: '{% $states.input.beat %}',
                TimeoutSeconds: '{% 600 %}',
                Retry: [
                  {
                    ErrorEquals: ['States.Timeout'],
                    IntervalSeconds: 1,
                    MaxDelaySeconds: 9,
                    JitterStrategy: 'FULL',
                  },
                ],
                Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Give up' }],
                End: true,
              },
              'Give up': { Type: 'Fail' },
            },
          },
          End: true,
        },
      },
    }
    expect(parseDefinition(JSON.stringify(machine))).toMatchObject({ kind: 'ok' })
    expect(lint(machine)).toEqual([])
  })
})

/** What a JSON pointer leads to. */
function at(root: JsonValue, pointer: string): Partial<JsonObject> {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value, step) => (value as JsonObject)[step] ?? {}, root) as JsonObject // fails the test otherwise
}
