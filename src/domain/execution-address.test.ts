import { describe, expect, it } from 'vitest'
import { isMapChild, isMapProcessor, readExecutionAddress, stateMachineArnOf } from './execution-address.ts'

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
    ['arn:aws:states:eu-west-1:123456789012:stateMachine:Orders', 'stateMachine'],
    ['arn:aws:states:eu-west-1:123456789012:express:Orders:a:b', 'express'],
  ])('refuses %j', (text, problem) => {
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
