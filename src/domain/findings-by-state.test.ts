import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LintFinding, lintDefinition } from '../asl/lint-definition.ts'
import type { Finding } from './finding.ts'
import {
  countBySeverity,
  type DefinitionRow,
  type FindingRow,
  groupFindings,
  stateKey,
} from './findings-by-state.ts'
import { anActivity, anSwfActivity } from './testing-tasks.ts'

const urgent: Finding = { kind: 'noHeartbeat', severity: 'error', shortestLimit: null }
const mild: Finding = {
  kind: 'noHeartbeat',
  severity: 'info',
  shortestLimit: { because: 'task', timeoutSeconds: 60 },
}
const other: Finding = { kind: 'noTimeout', severity: 'warning', heartbeatSeconds: null }

function row(id: string, findings: readonly Finding[], change: Partial<FindingRow> = {}): FindingRow {
  return { id, scope: 'prod', workflowName: 'Orders', task: anActivity(), findings, ...change }
}

function inside(...path: readonly string[]): Partial<FindingRow> {
  return { task: anActivity({ path }) }
}

describe('groupFindings', () => {
  it('leaves out rows without findings', () => {
    expect(groupFindings([row('a', [])])).toEqual([])
  })

  it('puts the tasks of one state together, the worst first, whatever their index in a Map', () => {
    const rows = [
      row('b', [mild, other], inside('Each', '[0]', 'Both', 'branch 2')),
      row('a', [mild], inside('Each', '[17]', 'Both', 'branch 2')),
      row('c', [urgent], inside('Each', '[3]', 'Both', 'branch 2')),
    ]
    const [group, ...rest] = groupFindings(rows)
    expect(rest).toEqual([])
    expect(group).toMatchObject({
      place: { kind: 'state', path: ['Each', 'Both', 'branch 2'], name: 'Charge card' },
      severity: 'error',
      rowCount: 3,
    })
    expect(group?.found.map(({ kind, items }) => [kind, items.map(({ row: { id } }) => id)])).toEqual([
      ['noHeartbeat', ['c', 'a', 'b']],
      ['noTimeout', ['b']],
    ])
  })

  it.each([
    ['another branch', inside('Both', 'branch 1'), inside('Both', 'branch 2')],
    ['another state', {}, { task: anActivity({ name: 'Refund' }) }],
    ['a state whose name was not readable', {}, { task: anActivity({ name: null }) }],
    ['another state machine', {}, { workflowName: 'Refunds' }],
    ['another account', {}, { scope: 'staging' }],
    ['another service', {}, { task: anSwfActivity({ name: 'Charge card' }) }],
    ['the execution as a whole', {}, { task: null }],
    ['a state around it that is called like an index', inside('[0]', 'branch 1'), inside('[1]', 'branch 1')],
  ])('keeps apart %s', (_what, change, different) => {
    expect(groupFindings([row('a', [urgent], change), row('b', [urgent], different)])).toHaveLength(2)
  })

  it('drops the indexes also where the beginning of the path was not readable', () => {
    const rows = [inside('?', 'Each', '[0]'), inside('?', 'Each', '[1]')].map((change, index) =>
      row(`${index}`, [urgent], change),
    )
    expect(groupFindings(rows)).toHaveLength(1)
  })

  it('groups SWF by activity type and version', () => {
    const ofVersion = (id: string, version: string) =>
      row(id, [urgent], { task: anSwfActivity({}, { activityType: { name: 'Charge', version } }) })
    expect(
      groupFindings([ofVersion('a', '1'), ofVersion('b', '2'), ofVersion('c', '1')]).map(
        ({ place }) => place,
      ),
    ).toEqual([
      { kind: 'activityType', name: 'Charge', version: '1' },
      { kind: 'activityType', name: 'Charge', version: '2' },
    ])
  })

  it('has one key for a running state and the same state in its definition', () => {
    const inner = {
      States: {
        'Charge card': { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' },
      },
    }
    const branches = { States: { Both: { Type: 'Parallel', Branches: [{ States: {} }, inner] } } }
    const definition = { States: { Each: { Type: 'Map', ItemProcessor: branches } } }
    const read = lintDefinition(JSON.stringify(definition))
    const [found] = read.kind === 'read' ? read.findings : []
    if (found === undefined) throw new Error('nothing found')
    const { path, name } = found
    const running = row('a', [urgent], inside('Each', '[4]', 'Both', 'branch 2'))
    expect(groupFindings([running])[0]?.key).toBe(stateKey('prod', 'Orders', { kind: 'state', path, name }))
  })

  it('orders by what is worst, then by how many, and does not depend on arrival', () => {
    const finding = fc.constantFrom(urgent, mild, other)
    const some = fc.record({
      findings: fc.array(finding, { maxLength: 2 }),
      path: fc.constantFrom([], ['Each', '[0]'], ['Each', '[1]'], ['Both', 'branch 1']),
      name: fc.constantFrom('A', 'B', null),
      shuffle: fc.nat(),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 20 }), (drawn) => {
        const rows = drawn.map(({ findings, path, name, shuffle }, index) => ({
          ...row(`${index}`, findings, { task: anActivity({ path, name }) }),
          shuffle,
        }))
        const groups = groupFindings(rows)
        expect(groupFindings([...rows].sort((a, b) => a.shuffle - b.shuffle))).toEqual(groups)
        // Every finding stands in exactly one place.
        const standing = groups.flatMap(({ found }) => found.flatMap(({ items }) => items))
        expect(standing).toHaveLength(rows.flatMap(({ findings }) => findings).length)
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length)
        const ranks = groups.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity))
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
        const counts = countBySeverity(groups)
        expect(counts.error + counts.warning + counts.info).toBe(groups.length)
      }),
    )
  })
})

describe('groupFindings with definitions', () => {
  const CALLBACK = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken'
  const NOTHING_DECLARED = { idleHeartbeatSeconds: null, timeoutSeconds: null, machineTimeoutSeconds: null }

  function defined(name: string, kind: 'noHeartbeat' | 'heartbeatUnused', path: readonly string[] = []) {
    const pointer = `/${[...path, name].join('/')}`
    const finding: LintFinding =
      kind === 'noHeartbeat'
        ? { kind, severity: 'error', ...NOTHING_DECLARED, name, path, pointer }
        : { kind, severity: 'info', heartbeatSeconds: 60, name, path, pointer }
    return finding
  }

  function definition(findings: readonly LintFinding[], change: Partial<DefinitionRow> = {}): DefinitionRow {
    return { scope: 'prod', workflowName: 'Orders', findings, ...change }
  }

  it('has a group for a state that no task has run, with no task in it', () => {
    const groups = groupFindings([row('a', [mild])], [definition([defined('Refund', 'noHeartbeat')])])
    expect(
      groups.map(({ place, severity, rowCount, found }) => [place, severity, rowCount, found.length]),
    ).toEqual([
      [{ kind: 'state', path: [], name: 'Refund' }, 'error', 0, 0],
      [{ kind: 'state', path: [], name: 'Charge card' }, 'info', 1, 1],
    ])
  })

  it('does not say again what a task of the state shows, and puts what none shows beside it', () => {
    const kinds = [defined('Charge card', 'heartbeatUnused'), defined('Charge card', 'noHeartbeat')]
    const [group, ...rest] = groupFindings([row('a', [mild])], [definition(kinds)])
    expect(rest).toEqual([])
    expect(group).toMatchObject({ severity: 'info', rowCount: 1, found: [{ kind: 'noHeartbeat' }] })
    expect(group?.inDefinition.map(({ finding: { kind } }) => kind)).toEqual(['heartbeatUnused'])
    const [unlike] = groupFindings([row('a', [other])], [definition(kinds)])
    expect(unlike?.severity).toBe('error')
    expect(unlike?.inDefinition.map(({ finding: { kind } }) => kind)).toEqual([
      'noHeartbeat',
      'heartbeatUnused',
    ])
  })

  it.each([
    ['in a branch that began in another order', inside('Both', 'branch 1'), ['Both', 'branch 2']],
    ['in an item of a Map', inside('Each', '[3]'), ['Each']],
    ['in a child of a Distributed Map', { workflowName: 'Orders/label' }, ['Each']],
    ['whose place was not readable', inside('?'), ['Both', 'branch 2']],
  ])('knows a state %s', (_what, change, path) => {
    const findings = [
      defined('Charge card', 'noHeartbeat', path),
      defined('Charge card', 'heartbeatUnused', path),
    ]
    const groups = groupFindings([row('a', [urgent], change)], [definition(findings)])
    expect(groups).toHaveLength(1)
    expect(groups[0]?.inDefinition).toHaveLength(1)
  })

  it.each([
    ['another state machine', { workflowName: 'Refunds' }],
    ['another account', { scope: 'staging' }],
  ])('keeps apart %s', (_what, change) => {
    const findings = [defined('Charge card', 'noHeartbeat')]
    expect(groupFindings([row('a', [urgent])], [definition(findings, change)])).toHaveLength(2)
  })

  it('counts every state once, whether a task, a definition or both show it', () => {
    const resources = fc.constantFrom(CALLBACK, 'arn:aws:states:::batch:submitJob.sync')
    const states = fc.dictionary(
      fc.constantFrom('A', 'B', 'C'),
      fc.record({
        Type: fc.constant('Task'),
        Resource: resources,
        HeartbeatSeconds: fc.constantFrom(60, '{% 1 %}'),
      }),
    )
    const rows = fc.array(
      fc.record({ name: fc.constantFrom('A', 'B', 'D'), finding: fc.constantFrom(urgent, other) }),
    )
    fc.assert(
      fc.property(states, rows, (States, drawn) => {
        const read = lintDefinition(JSON.stringify({ States }))
        const findings = read.kind === 'read' ? read.findings : []
        const running = drawn.map(({ name, finding }, i) =>
          row(`${i}`, [finding], { task: anActivity({ name }) }),
        )
        const groups = groupFindings(running, [definition(findings)])
        const names = groups.map(({ place }) => (place.kind === 'state' ? place.name : place.kind))
        const expected = new Set([...findings.map(({ name }) => name), ...drawn.map(({ name }) => name)])
        expect(names).toHaveLength(expected.size)
        expect(new Set(names)).toEqual(expected)
        // A kind stands once with its state, by a task where one has it.
        for (const { found, inDefinition } of groups) {
          const kinds = [...found.map(({ kind }) => kind), ...inDefinition.map(({ finding }) => finding.kind)]
          expect(new Set(kinds).size).toBe(kinds.length)
        }
        const told = groups.flatMap(({ place, found, inDefinition }) =>
          [...found.map(({ kind }) => kind), ...inDefinition.map(({ finding }) => finding.kind)].map(
            (kind) => `${place.kind === 'state' ? place.name : ''} ${kind}`,
          ),
        )
        for (const { name, kind } of findings) expect(told).toContain(`${name} ${kind}`)
      }),
    )
  })
})
