import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMapChild, isMapProcessor, readExecutionAddress, stateMachineArnOf } from './execution-address.ts'
import { executionRefOf, swfExecutionId } from './execution-id.ts'

const ARN = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:ord-81f3'
const PAGE = 'https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/'

describe('readExecutionAddress', () => {
  it.each([
    ['an ARN', ARN],
    ['an ARN with white space', `  ${ARN}\n`],
    ['an ARN in quotes', `"${ARN}"`],
    ['an ARN in a sentence', `alarm: ${ARN} is stuck`],
    ['a console address', PAGE + ARN],
    ['a console address with a query', `${PAGE}${ARN}?statusFilter=RUNNING`],
    ['an encoded console address', PAGE + encodeURIComponent(ARN)],
    ['an alarm in JSON', JSON.stringify({ detail: { executionArn: ARN, status: 'TIMED_OUT' } })],
  ])('reads %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual({
      service: 'states',
      executionArn: ARN,
      region: 'eu-west-1',
      account: '123456789012',
      stateMachineName: 'Orders',
      executionName: 'ord-81f3',
    })
  })

  it.each([
    'arn:aws-us-gov:states:us-gov-west-1:123456789012:execution:Orders:a',
    'arn:aws-cn:states:cn-north-1:123456789012:execution:Orders:a',
    'arn:aws:states:eu-west-1:123456789012:execution:Orders/Label:a1b2',
    'arn:aws:states:eu-west-1:123456789012:execution:Orders:6f2c2f3e-8a55_retry.2',
  ])('reads %s', (arn) => {
    expect(readExecutionAddress(arn)).toMatchObject({ executionArn: arn })
  })

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['ord-81f3', 'notAnExecution'],
    ['100% of arn:aws:states', 'notAnExecution'],
    ['arn:aws:sqs:eu-west-1:123456789012:queue', 'notAnExecution'],
    ['arn:aws:states:eu-west-1:123456789012:execution:Orders', 'notAnExecution'],
    ['arn:aws:states:eu-west-1:123456789012:activity:charge', 'notAnExecution'],
    ['arn:aws:states:eu-west-1:123456789012:express:Orders:a:b', 'express'],
    [`${'x'.repeat(300_000)}${ARN}`, 'tooLarge'],
    ['\u200b“”', 'empty'],
    [`${ARN}\ud800`, 'notAnExecution'],
  ])('refuses %#: %.80s', (text, problem) => {
    expect(readExecutionAddress(text)).toEqual({ problem })
  })

  it.each([
    ['a full stop', `It hangs: ${ARN}.`],
    ['a comma', `${ARN}, again`],
    ['a bracket', `(see ${ARN})`],
    ['a bracket of mark-up', `<${ARN}>`],
  ])('leaves off %s after it', (_, text) => {
    expect(readExecutionAddress(text)).toMatchObject({ executionArn: ARN })
  })
})

describe('readExecutionAddress, of what people paste', () => {
  const portal = `https://d-9067.awsapps.com/start/#/console?account_id=123456789012&role_name=Ops&destination=`
  const page = PAGE + ARN
  const detail = {
    executionArn: ARN,
    stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders',
    input: JSON.stringify({ startedBy: ARN.replace('ord-81f3', 'parent') }),
  }
  const trail = {
    eventName: 'StopExecution',
    requestParameters: { executionArn: ARN, cause: `for ${ARN}-other` },
    responseElements: null,
  }

  it.each([
    ['a zero-width space at its end', `${ARN}\u200b`],
    ['zero-width characters and a byte order mark', `\ufeff${ARN.replace(':states', '\u2060:states')}\u200d`],
    ['a no-break space before it', `\u00a0${ARN}`],
    ['curly quotation marks', `“${ARN}”`],
    ['guillemets', `«${ARN}»`],
    ['a quotation mark alone', `'${ARN}`],
    ['backticks in a sentence', `It is \`${ARN}\`!`],
    ['a colon after it', `${ARN}: it hangs`],
    ['an ellipsis after it', `see ${ARN}…`],
    ['an encoded address of a sign-in portal', portal + encodeURIComponent(page)],
    ['one that was encoded again', portal + encodeURIComponent(encodeURIComponent(page))],
    ['one in a sentence with a per cent sign', `100% of ${portal}${encodeURIComponent(page)} fail`],
    ['an encoded zero-width space', `${PAGE}${encodeURIComponent(`${ARN}\u200b`)}`],
    ['an event of EventBridge', JSON.stringify({ source: 'aws.states', detail, resources: [ARN] })],
    [
      'the same in an alarm of SNS',
      JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ detail }) }),
    ],
    ['a record of CloudTrail', JSON.stringify({ Records: [trail] })],
    [
      "an answer of CloudTrail's LookupEvents",
      JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(trail) }] }),
    ],
    [
      'a record of StartExecution',
      JSON.stringify({
        requestParameters: { stateMachineArn: detail.stateMachineArn, input: ARN.replace('ord', 'x') },
        responseElements: { executionArn: ARN },
      }),
    ],
    ['what describe-execution prints', JSON.stringify({ ...detail, name: 'ord-81f3' }, null, 4)],
    ['JSON with escaped slashes', JSON.stringify({ a: ARN }).replaceAll('/', '\\/')],
    ['its state machine before it', `${detail.stateMachineArn} ${ARN}`],
  ])('reads %s', (_, text) => {
    expect(readExecutionAddress(text)).toMatchObject({ service: 'states', executionArn: ARN })
  })

  it('reads several, also where a field has joined their lines', () => {
    const others = ['a', 'b', 'c'].map((name) => ARN.replace('ord-81f3', name))
    for (const between of [' ', '\n', ', ', '', ' and '])
      expect(readExecutionAddress([...others, ...others].join(between))).toMatchObject({
        several: others.map((executionArn) => ({ executionArn })),
      })
  })

  it("leaves open whether a full stop at the end of all that was pasted is the name's", () => {
    expect(readExecutionAddress(`${ARN}.`)).toMatchObject({
      several: [{ executionArn: ARN }, { executionArn: `${ARN}.` }],
    })
    expect(readExecutionAddress(`${ARN}(7)`)).toMatchObject({ executionArn: `${ARN}(7)` })
  })

  it.each([
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Orders', 'Orders'],
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Orders:7', 'Orders'],
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Orders:live.', 'Orders'],
    [
      'https://eu-west-1.console.aws.amazon.com/states/home#/statemachines/view/arn%3Aaws%3Astates%3Aeu-west-1%3A123456789012%3AstateMachine%3AOrders',
      'Orders',
    ],
  ])('knows a state machine: %s', (text, stateMachineName) => {
    expect(readExecutionAddress(text)).toEqual({
      problem: 'stateMachine',
      arn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders',
      region: 'eu-west-1',
      account: '123456789012',
      stateMachineName,
    })
  })

  it('knows a Map Run, and its state machine', () => {
    const arn =
      'arn:aws:states:eu-west-1:123456789012:mapRun:Labels/Each:6a1f4c1e-1b1c-4a0e-9d2b-5b6c7d8e9f00'
    expect(readExecutionAddress(` ${arn}. `)).toMatchObject({
      problem: 'mapRun',
      arn,
      stateMachineName: 'Labels',
    })
  })

  it('is broken by nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        ARN,
        'arn:aws:states:',
        '%',
        '%25',
        '%3A',
        '\ud800',
        '\udfff',
        '"',
        '{"',
        '":',
        '\\',
        '\u200b',
        '"runId":',
        'workflowId=',
        '__proto__',
        'constructor',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const read = readExecutionAddress(pieces.join(''))
        const all = 'several' in read ? read.several : 'service' in read ? [read] : []
        for (const one of all) {
          const id =
            one.service === 'states'
              ? one.executionArn
              : swfExecutionId({ ...one, domain: one.domain ?? 'd' })
          expect(() => encodeURIComponent(id)).not.toThrow()
          expect(executionRefOf(id)).not.toBeNull()
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['lists in lists', `{"runId":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['objects in objects', `${'{"executionArn":'.repeat(10_000)}"${ARN}"${'}'.repeat(10_000)}`],
    ['beginnings of ARNs', 'arn:aws:states:'.repeat(19_000)],
    ['ARNs without a name', `${ARN.slice(0, 55)} `.repeat(5_000)],
    ['addresses', 'https://'.repeat(37_000)],
    ['arguments', 'workflowId='.repeat(27_000)],
    ['other arguments', 'runId='.repeat(49_000)],
    ['encodings', '%25'.repeat(99_000)],
    ['spaces', `workflowId=${' '.repeat(290_000)}x`],
    ['half surrogate pairs', '\ud800'.repeat(290_000)],
    ['a name of a thousand characters', `${ARN}${'x'.repeat(1000)}`],
  ])('reads %s to their end', (_, text) => {
    expect(() => readExecutionAddress(text)).not.toThrow()
  })
})

describe('stateMachineArnOf', () => {
  it.each([
    [ARN, 'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders'],
    [
      'arn:aws:states:eu-west-1:123456789012:execution:Orders/Label:a1',
      'arn:aws:states:eu-west-1:123456789012:stateMachine:Orders/Label',
    ],
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Orders', null],
    ['arn:aws:states:eu-west-1:123456789012:express:Orders:a:b', null],
    ['rubbish', null],
  ])('of %s is %s', (arn, machine) => {
    expect(stateMachineArnOf(arn)).toBe(machine)
  })
})

describe("a Distributed Map's children", () => {
  const place = 'arn:aws:states:eu-west-1:123456789012'

  it.each([
    [`${place}:execution:Orders/Label:a1`, true, false],
    [`${place}:execution:Orders/Label/Inner:a1`, true, false],
    [ARN, false, false],
    [`${place}:stateMachine:Orders/Label`, false, true],
    [`${place}:stateMachine:Orders`, false, false],
    ['swf:domain/workflow/run', false, false],
    ['', false, false],
  ])('%s: an execution %s, what they run %s', (arn, child, processor) => {
    expect(isMapChild(arn)).toBe(child)
    expect(isMapProcessor(arn)).toBe(processor)
  })
})
