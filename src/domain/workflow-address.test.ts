import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readExecutionAddress } from './execution-address.ts'
import { aTokenText } from './testing-history.ts'

const RUN = '22i9Yz1h2GdZ7vQp0L+K3rT/xW8aB5cN4mE6jU1fS9o='
const UUID = 'f5ebbac6-941c-4342-ad69-dfd2f8be6689'
const PAGE = 'https://console.aws.amazon.com/swf/home?region=eu-west-1#execution_summary:'

const FOUND = { service: 'swf', region: null, domain: null, workflowId: 'order-7', runId: RUN }
const info = {
  execution: { workflowId: 'order-7', runId: RUN },
  workflowType: { name: 'Fulfilment', version: '3' },
  startTimestamp: 1_795_183_200,
  executionStatus: 'OPEN',
  cancelRequested: false,
  parent: { workflowId: 'batch-1', runId: UUID },
}

describe('readExecutionAddress, of a workflow execution', () => {
  it.each([
    ['two words', `order-7 ${RUN}`],
    ['two lines', `order-7\n${RUN}\n`],
    ['a table cell each', `order-7\t${RUN}`],
    ['two words and a comma', `order-7, ${RUN}`],
    ['two words in quotes', `"order-7" '${RUN}'`],
    ['JSON', JSON.stringify({ workflowId: 'order-7', runId: RUN })],
    ['JSON the other way round', JSON.stringify({ runId: RUN, workflowId: 'order-7' }, null, 4)],
    ['lines copied out of JSON', `"workflowId": "order-7",\n    "runId": "${RUN}",`],
    ['what describe-workflow-execution prints', JSON.stringify({ executionInfo: info, openCounts: {} })],
    ['a list of one', JSON.stringify({ executionInfos: [info] })],
    [
      'what poll-for-activity-task prints',
      JSON.stringify({ taskToken: aTokenText('t'), workflowExecution: info.execution }),
    ],
    ['an argument of the command line', `--execution workflowId=order-7,runId=${RUN}`],
    ['the same the other way round', `runId=${RUN},workflowId=order-7`],
  ])('reads %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual(FOUND)
  })

  it.each([
    ['three words', `orders order-7 ${RUN}`],
    ['three words and commas', `orders,order-7,${RUN}`],
    ['JSON as the command line takes it', JSON.stringify({ domain: 'orders', execution: info.execution })],
    [
      'a whole command line',
      `aws swf get-workflow-execution-history --domain orders --execution workflowId=order-7,runId=${RUN}`,
    ],
  ])('reads the domain too from %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual({ ...FOUND, domain: 'orders' })
  })

  const escaped = `domain=orders;workflowId=order-7;runId=${RUN.replace('=', '!=')}`
  it.each([
    ['an AWS console address', PAGE + escaped],
    ['one of its events', `${PAGE.replace('summary', 'events')}${escaped}`],
    ['one in a sentence', `It hangs: ${PAGE}${escaped} again`],
    ['an encoded one', PAGE + encodeURIComponent(escaped)],
    ['one without the escape', `${PAGE}domain=orders;workflowId=order-7;runId=${RUN}`],
    [
      'one with the region in its host',
      `${PAGE.replace('//console', '//eu-west-1.console').replace('?region=eu-west-1', '')}${escaped}`,
    ],
  ])('reads %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual({ ...FOUND, region: 'eu-west-1', domain: 'orders' })
  })

  it.each([
    [
      'a link of a sign-in portal',
      `https://d-9067.awsapps.com/start/#/console?account_id=1&destination=${encodeURIComponent(PAGE + encodeURIComponent(escaped))}`,
    ],
    [
      'a record of CloudTrail',
      JSON.stringify({
        awsRegion: 'eu-west-1',
        requestParameters: { domain: 'orders', workflowId: 'order-7', taskList: { name: 'a' } },
        responseElements: { runId: RUN },
      }),
    ],
    [
      "an answer of CloudTrail's LookupEvents",
      JSON.stringify({
        Events: [
          {
            CloudTrailEvent: JSON.stringify({
              awsRegion: 'eu-west-1',
              requestParameters: { domain: 'orders', workflowExecution: info.execution },
            }),
          },
        ],
      }),
    ],
  ])('reads %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual({ ...FOUND, region: 'eu-west-1', domain: 'orders' })
  })

  it('reads a workflowId with white space, or as long as a token, where its name stands before it', () => {
    const long = 'a'.repeat(256)
    for (const [text, workflowId] of [
      [`--execution 'workflowId=order 7, EU,runId=${RUN}'`, 'order 7, EU'],
      [JSON.stringify({ workflowId: long, runId: RUN }), long],
    ] as const)
      expect(readExecutionAddress(text)).toMatchObject({ workflowId, runId: RUN })
  })

  it('reads a runId like a UUID, and names with odd characters', () => {
    expect(readExecutionAddress(`order_7#ü.b ${UUID}`)).toMatchObject({
      workflowId: 'order_7#ü.b',
      runId: UUID,
    })
    expect(readExecutionAddress(JSON.stringify({ workflowId: 'order 7, EU', runId: UUID }))).toMatchObject({
      workflowId: 'order 7, EU',
    })
  })

  it('reads back what anybody pastes as JSON', () => {
    const name = fc.string({ minLength: 1, maxLength: 64 }).filter((text) => !text.includes('arn:'))
    fc.assert(
      fc.property(name, name, (workflowId, runId) => {
        expect(readExecutionAddress(JSON.stringify({ workflowId, runId }))).toMatchObject({
          workflowId,
          runId,
        })
      }),
    )
  })

  it.each([
    ['a lone workflowId', 'order-7'],
    ['a lone runId', RUN],
    ['two plain words', 'order seven'],
    ['a sentence', `order-7 with ${RUN} hangs`],
    ['four words', `in orders order-7 ${RUN}`],
    ['a runId first', `${RUN} order-7`],
    ['a runId that is too long', `order-7 ${RUN}${RUN}`],
    ['a domain with a slash', `orders/eu order-7 ${RUN}`],
    ['an ARN of SWF', `arn:aws:swf:eu-west-1:123456789012:/domain/orders order-7 ${RUN}`],
    ['JSON without a workflowId', JSON.stringify({ runId: RUN })],
    ['JSON with an empty workflowId', JSON.stringify({ workflowId: '', runId: RUN })],
    ['JSON of another kind', JSON.stringify({ workflowId: 7, runId: [RUN] })],
    ['an AWS console address of a domain', `${PAGE}domain=orders`],
    ['a task token', aTokenText('t')],
    ['a task token with a runId', `${aTokenText('t')} ${RUN}`],
    ['half of a surrogate pair', JSON.stringify({ workflowId: '\ud800', runId: RUN })],
  ])('refuses %s', (_, text) => {
    expect(readExecutionAddress(text)).toEqual({ problem: 'notAnExecution' })
  })

  it('does not choose among several', () => {
    const other = { execution: { workflowId: 'order-8', runId: UUID } }
    expect(readExecutionAddress(JSON.stringify({ executionInfos: [info, other] }))).toEqual({
      several: [FOUND, { ...FOUND, workflowId: 'order-8', runId: UUID }],
    })
    expect(readExecutionAddress(JSON.stringify([info, info]))).toEqual(FOUND)
  })

  it('takes an ARN of Step Functions first', () => {
    const arn = 'arn:aws:states:eu-west-1:123456789012:execution:Orders:a'
    expect(readExecutionAddress(JSON.stringify({ ...info.execution, started: arn }))).toMatchObject({
      service: 'states',
      executionArn: arn,
    })
  })
})
