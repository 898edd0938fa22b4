import type { LintFinding } from '../asl/lint-definition.ts'
import { bySeverity, type Severity } from '../asl/lint-rules.ts'
import type { Finding } from './finding.ts'
import { UNREAD_PATH } from './fold-place.ts'
import type { TaskFacts } from './in-flight-task.ts'

/** One task with its findings, or one execution with its own (`task` null). */
export interface FindingRow {
  /** Unique; breaks ties so that the order does not depend on arrival. */
  readonly id: string
  /** What keeps apart workflows of the same name: account, region, SWF's domain. */
  readonly scope: string
  /** What runs: the state machine's name, in SWF the workflow type's. */
  readonly workflowName: string
  readonly task: Pick<TaskFacts, 'name' | 'path' | 'swf'> | null
  readonly findings: readonly Finding[]
}

/** One state machine, with what its definition alone shows. */
export interface DefinitionRow {
  readonly scope: string
  /** The state machine's name. */
  readonly workflowName: string
  readonly findings: readonly LintFinding[]
}

/** Where in a workflow the findings of a group stand: what a person would have to change. */
export type FindingPlace =
  /** `path`: the states around it, outermost first, with `branch n`; a Map without its indexes. `name` null: not readable. */
  | { readonly kind: 'state'; readonly path: readonly string[]; readonly name: string | null }
  | { readonly kind: 'activityType'; readonly name: string; readonly version: string }
  /** The execution as a whole. */
  | { readonly kind: 'execution' }

export interface StateFindings<Row extends FindingRow, Definition extends DefinitionRow = DefinitionRow> {
  /** Unique, and the same as long as it is the same state. */
  readonly key: string
  readonly scope: string
  readonly workflowName: string
  readonly place: FindingPlace
  /** The worst in it. */
  readonly severity: Severity
  /** How many tasks (or executions) have at least one of them; 0: the definition alone shows them. */
  readonly rowCount: number
  /** By kind, the worst first. */
  readonly found: readonly FoundKind<Row>[]
  /** Of the kinds that are found of no task, the worst first. */
  readonly inDefinition: readonly DefinedFinding<Definition>[]
}

export interface DefinedFinding<Definition extends DefinitionRow> {
  readonly definition: Definition
  readonly finding: LintFinding
}

export interface FoundKind<Row extends FindingRow> {
  readonly kind: Finding['kind']
  readonly severity: Severity
  /** The worst first. */
  readonly items: readonly { readonly row: Row; readonly finding: Finding }[]
}

/**
 * The findings of many rows by the state they are of: the worst first, then those with the most rows. Rows without any are left out.
 * What a definition shows stands with the same state's tasks, and not again where one of them has it: a task tells more. At most one
 * definition a state machine.
 */
export function groupFindings<Row extends FindingRow, Definition extends DefinitionRow = never>(
  rows: readonly Row[],
  definitions: readonly Definition[] = [],
): readonly StateFindings<Row, Definition>[] {
  const groups = new Map<string, Group<Row, Definition>>()
  for (const row of rows) {
    if (row.findings.length === 0) continue
    const place = placeOf(row.task)
    const key = stateKey(row.scope, row.workflowName, place)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { ...namesOf(row), key, place, rows: [row], inDefinition: [] })
    else group.rows.push(row)
  }
  addDefinitions(groups, definitions)
  return [...groups.values()]
    .map(stateFindings)
    .sort(
      (a, b) => bySeverity(a.severity, b.severity) || b.rowCount - a.rowCount || compareText(a.key, b.key),
    )
}

interface Group<Row extends FindingRow, Definition extends DefinitionRow>
  extends Pick<StateFindings<Row>, 'key' | 'place' | 'scope' | 'workflowName'> {
  readonly rows: Row[]
  readonly inDefinition: DefinedFinding<Definition>[]
}

function addDefinitions<Row extends FindingRow, Definition extends DefinitionRow>(
  groups: Map<string, Group<Row, Definition>>,
  definitions: readonly Definition[],
): void {
  const running = new Map<string, Group<Row, Definition>[]>()
  for (const group of groups.values()) {
    if (group.place.kind !== 'state' || group.place.name === null) continue
    const state = stateInMachine(group.scope, group.workflowName, group.place.name)
    const same = running.get(state)
    if (same === undefined) running.set(state, [group])
    else same.push(group)
  }
  for (const definition of definitions)
    for (const finding of definition.findings) {
      const { path, name } = finding
      const same = running.get(stateInMachine(definition.scope, definition.workflowName, name)) ?? []
      if (same.some(({ rows }) => rows.some((row) => row.findings.some(({ kind }) => kind === finding.kind))))
        continue
      const place: FindingPlace = { kind: 'state', path, name }
      const key = stateKey(definition.scope, definition.workflowName, place)
      const [first] = same.sort((a, b) => compareText(a.key, b.key))
      const group = first ??
        groups.get(key) ?? { ...namesOf(definition), key, place, rows: [], inDefinition: [] }
      groups.set(group.key, group)
      group.inDefinition.push({ definition, finding })
    }
}

/**
 * A state by its name alone: AWS refuses a definition that has one name twice, and the branches of a running Parallel are numbered
 * otherwise than in the definition. What runs in a child of a Distributed Map is called `Machine/Label`.
 */
function stateInMachine(scope: string, workflowName: string, name: string): string {
  return JSON.stringify([scope, workflowName.split('/')[0], name])
}

function namesOf({ scope, workflowName }: FindingRow | DefinitionRow) {
  return { scope, workflowName }
}

/** How many states have findings, by the worst of each: a count to show beside a link to them. */
export function countBySeverity(
  groups: readonly { readonly severity: Severity }[],
): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of groups) counts[severity] += 1
  return counts
}

/** One string for a state, the same for all its tasks; also for a state of a definition that has not run. */
export function stateKey(scope: string, workflowName: string, place: FindingPlace): string {
  switch (place.kind) {
    case 'state':
      return JSON.stringify([scope, workflowName, place.kind, ...place.path, place.name])
    case 'activityType':
      return JSON.stringify([scope, workflowName, place.kind, place.name, place.version])
    case 'execution':
      return JSON.stringify([scope, workflowName, place.kind])
  }
}

function placeOf(task: FindingRow['task']): FindingPlace {
  if (task === null) return { kind: 'execution' }
  if (task.swf !== null) return { kind: 'activityType', ...task.swf.activityType }
  return { kind: 'state', path: withoutIndexes(task.path), name: task.name }
}

/** Names and markers take turns in a path, so a state that is called `[0]` stays; not where its beginning was not readable. */
function withoutIndexes(path: readonly string[]): readonly string[] {
  return path.filter((step, index) => (path[0] !== UNREAD_PATH && index % 2 === 0) || !/^\[\d+\]$/.test(step))
}

function stateFindings<Row extends FindingRow, Definition extends DefinitionRow>({
  rows,
  inDefinition,
  ...state
}: Group<Row, Definition>): StateFindings<Row, Definition> {
  const found = foundKinds(rows)
  inDefinition.sort(
    ({ finding: a }, { finding: b }) => bySeverity(a.severity, b.severity) || compareText(a.kind, b.kind),
  )
  const worst = [...found, ...inDefinition.map(({ finding }) => finding)]
    .map(({ severity }) => severity)
    .reduce((a, b) => (bySeverity(a, b) <= 0 ? a : b))
  return { ...state, severity: worst, rowCount: rows.length, found, inDefinition }
}

function foundKinds<Row extends FindingRow>(rows: readonly Row[]): readonly FoundKind<Row>[] {
  const byKind = new Map<Finding['kind'], { row: Row; finding: Finding }[]>()
  for (const row of rows)
    for (const finding of row.findings) {
      const items = byKind.get(finding.kind)
      if (items === undefined) byKind.set(finding.kind, [{ row, finding }])
      else items.push({ row, finding })
    }
  return [...byKind]
    .flatMap(([kind, unsorted]): FoundKind<Row>[] => {
      const items = unsorted.sort(
        (a, b) => bySeverity(a.finding.severity, b.finding.severity) || compareText(a.row.id, b.row.id),
      )
      return items[0] === undefined ? [] : [{ kind, severity: items[0].finding.severity, items }]
    })
    .sort((a, b) => bySeverity(a.severity, b.severity) || compareText(a.kind, b.kind))
}

/** By code units: no locale decides an order that tests and two browsers must agree on. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
