import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../local-aws/identity/policy.ts'
import { operatorPolicy, type PolicyScope, viewerPolicy } from './console-policies.ts'
import type { PolicyDocument } from './policy-document.ts'
import { heartbeats, otherWrites, polls, reads } from './testing-actions.ts'

const scope: PolicyScope = {
  account: '123456789012',
  regions: ['eu-west-1', 'us-east-1'],
  stateMachinePrefixes: ['Orders'],
  activityPrefixes: ['print-'],
  swfDomains: ['warehouse'],
  sendTaskScope: 'arn',
  kmsKeyArns: [],
}
const states = 'arn:aws:states:eu-west-1:123456789012'
const swf = 'arn:aws:swf:eu-west-1:123456789012:/domain'

function actions(document: PolicyDocument, effect: 'Allow' | 'Deny'): string[] {
  const those = document.Statement.filter(({ Effect }) => Effect === effect)
  return [...new Set(those.flatMap(({ Action }) => Action))].sort()
}

function may(document: PolicyDocument, action: string, resource: string, region = 'eu-west-1'): boolean {
  const context = { 'aws:RequestedRegion': region }
  return decide({ identity: [document] }, action, resource, context).kind === 'allowed'
}

/** What `src/aws` sends, as IAM names it; the SDK's packages are called after the services. */
function actionsSent(): string[] {
  const texts = readdirSync('src/aws')
    .filter((name) => !/test/.test(name))
    .map((name) => readFileSync(`src/aws/${name}`, 'utf8'))
  const service = { sfn: 'states', swf: 'swf' } as const
  return texts.flatMap((text) =>
    [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-(sfn|swf)'/g)].flatMap((found) =>
      [...(found[1] ?? '').matchAll(/(\w+)Command\b/g)].map(
        // The pattern lets no other service through.
        ([, operation]) => `${service[found[2] as 'sfn' | 'swf']}:${operation}`,
      ),
    ),
  )
}

describe('the policies', () => {
  it('allow these actions and no others', () => {
    expect(actions(viewerPolicy(scope), 'Allow')).toEqual(reads)
    expect(actions(operatorPolicy(scope), 'Allow')).toEqual([...reads, ...heartbeats].sort())
    expect(actions(viewerPolicy(scope), 'Deny')).toEqual(polls)
    expect(actions(operatorPolicy(scope), 'Deny')).toEqual(polls)
  })

  it('are what docs/security.md says of each role', () => {
    const [, section = ''] =
      /## What each role may do\n(.*?)\n## /s.exec(readFileSync('docs/security.md', 'utf8')) ?? []
    const rows = [...section.matchAll(/^\| (`.*?) \| (yes|no|denied|if .*?) \| (yes|no|denied|if .*?) \|/gm)]
    const said = (column: 2 | 3, words: RegExp): string[] =>
      rows
        .filter((row) => words.test(row[column] ?? ''))
        .flatMap(([, cell = '']) => {
          const names = [...cell.matchAll(/`([\w:]+)`/g)].map(([, name = '']) => name)
          let service = ''
          return names.map((name) => {
            if (name.includes(':')) service = name.split(':')[0] ?? ''
            return name.includes(':') ? name : `${service}:${name}`
          })
        })
        .sort()
    const withKeys = { ...scope, kmsKeyArns: ['key'] }
    expect(said(2, /yes|if/)).toEqual(actions(viewerPolicy(withKeys), 'Allow'))
    expect(said(3, /yes|if/)).toEqual(actions(operatorPolicy(withKeys), 'Allow'))
    for (const column of [2, 3] as const) expect(said(column, /denied/)).toEqual(polls)
  })

  it('allow whatever the console sends', () => {
    const sent = actionsSent()
    expect(sent.length).toBeGreaterThan(5)
    expect(actions(operatorPolicy(scope), 'Allow')).toEqual(expect.arrayContaining(sent))
    const sentByViewers = sent.filter((action) => !/:(?:SendTask|Record|Respond)/.test(action))
    expect(actions(viewerPolicy(scope), 'Allow')).toEqual(expect.arrayContaining(sentByViewers))
  })

  it.each([
    ['states:ListStateMachines', '*', true],
    ['states:ListExecutions', `${states}:stateMachine:OrdersEu`, true],
    ['states:ListExecutions', `${states}:mapRun:Orders/Each:0d1`, true],
    ['states:DescribeMapRun', `${states}:mapRun:Orders/Each:0d1`, true],
    ['states:GetExecutionHistory', `${states}:execution:Orders:1`, true],
    ['states:GetExecutionHistory', `${states}:execution:Orders/Each:1`, true],
    ['states:GetExecutionHistory', `${states}:execution:Payroll:1`, false],
    ['states:GetExecutionHistory', 'arn:aws:states:eu-west-1:999999999999:execution:Orders:1', false],
    ['states:GetExecutionHistory', 'arn:aws:states:eu-central-1:123456789012:execution:Orders:1', false],
    ['states:DescribeExecution', 'arn:aws:states:us-east-1:123456789012:execution:Orders:1', true],
    ['swf:ListOpenWorkflowExecutions', `${swf}/warehouse`, true],
    ['swf:GetWorkflowExecutionHistory', `${swf}/warehouse2`, false],
  ])('let both %s on %s: %s', (action, resource, allowed) => {
    expect(may(viewerPolicy(scope), action, resource)).toBe(allowed)
    expect(may(operatorPolicy(scope), action, resource)).toBe(allowed)
  })

  it.each([
    ['states:SendTaskHeartbeat', `${states}:stateMachine:Orders`, true, true],
    ['states:SendTaskHeartbeat', `${states}:activity:print-label`, true, true],
    ['states:SendTaskHeartbeat', `${states}:activity:pay-out`, false, true],
    ['states:SendTaskHeartbeat', `${states}:stateMachine:Payroll`, false, true],
    // What AWS asks for where a token names no resource.
    ['states:SendTaskHeartbeat', '*', false, true],
    ['swf:RecordActivityTaskHeartbeat', `${swf}/warehouse`, true, true],
    ['swf:RecordActivityTaskHeartbeat', `${swf}/payroll`, false, false],
  ])('let an operator %s on %s by arn: %s, by all: %s', (action, resource, byArn, byAll) => {
    expect(may(operatorPolicy(scope), action, resource)).toBe(byArn)
    expect(may(operatorPolicy({ ...scope, sendTaskScope: 'all' }), action, resource)).toBe(byAll)
    expect(may(viewerPolicy({ ...scope, sendTaskScope: 'all' }), action, resource)).toBe(false)
  })

  it.each(otherWrites)('let nobody %s: there is no button for it', (action) => {
    const resources = [
      '*',
      `${states}:stateMachine:Orders`,
      `${states}:execution:Orders:1`,
      `${swf}/warehouse`,
    ]
    for (const policy of [viewerPolicy, operatorPolicy])
      for (const sendTaskScope of ['arn', 'all'] as const)
        for (const resource of resources)
          expect(may(policy({ ...scope, sendTaskScope }), action, resource)).toBe(false)
  })

  it('allow nothing outside the regions of the scope, also where no resource can be named', () => {
    for (const policy of [viewerPolicy, operatorPolicy]) {
      const document = policy({ ...scope, sendTaskScope: 'all' })
      for (const region of ['eu-west-1', 'us-east-1'])
        expect(may(document, 'states:ListStateMachines', '*', region)).toBe(true)
      for (const action of [...reads, ...heartbeats])
        expect(may(document, action, '*', 'eu-central-1')).toBe(false)
      const unbounded = document.Statement.filter(
        ({ Effect, Resource, Condition }) =>
          Effect === 'Allow' &&
          Resource.includes('*') &&
          Condition?.['StringEquals']?.['aws:RequestedRegion'] !== scope.regions,
      )
      expect(unbounded).toEqual([])
    }
  })

  it.each(polls)('deny %s, whatever else the role is given', (action) => {
    const all: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
    }
    for (const document of [viewerPolicy(scope), operatorPolicy(scope)]) {
      expect(decide({ identity: [all, document] }, action, '*')).toEqual({
        kind: 'denied',
        because: 'with an explicit deny in an identity-based policy',
      })
    }
  })

  it('let keys be used through Step Functions only, and only where there are some', () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/1'
    for (const policy of [viewerPolicy, operatorPolicy]) {
      expect(JSON.stringify(policy(scope))).not.toContain('kms:')
      const statement = policy({ ...scope, kmsKeyArns: [key] }).Statement.find(({ Action }) =>
        Action.includes('kms:Decrypt'),
      )
      expect(statement).toEqual({
        Sid: 'ReadEncryptedHistories',
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [key],
        Condition: {
          StringEquals: {
            'kms:ViaService': ['states.eu-west-1.amazonaws.com', 'states.us-east-1.amazonaws.com'],
          },
        },
      })
    }
  })

  it('are what IAM takes, whatever the scope: no empty list, no wildcard action, each Sid once, JSON as it is', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_-]{0,8}$/), { maxLength: 3 })
    const scopes = fc.record({
      account: fc.constant('123456789012'),
      regions: fc.uniqueArray(fc.constantFrom('eu-west-1', 'us-east-1', 'ap-south-1'), { minLength: 1 }),
      stateMachinePrefixes: names,
      activityPrefixes: names,
      swfDomains: names,
      sendTaskScope: fc.constantFrom('arn' as const, 'all' as const),
      kmsKeyArns: names,
    })
    fc.assert(
      fc.property(scopes, fc.constantFrom(viewerPolicy, operatorPolicy), (any, policy) => {
        const document = policy(any)
        expect(JSON.parse(JSON.stringify(document))).toEqual(document)
        const sids = document.Statement.map(({ Sid }) => Sid)
        expect(new Set(sids).size).toBe(sids.length)
        for (const { Sid, Action, Resource } of document.Statement) {
          expect(Sid).toMatch(/^[A-Za-z0-9]+$/)
          expect(Action.length * Resource.length).toBeGreaterThan(0)
          for (const action of Action) expect(action).toMatch(/^(?:states|swf|kms):[A-Za-z]+$/)
        }
      }),
    )
  })
})
