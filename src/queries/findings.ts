import type { Connection } from '../console/connection.ts'
import { estimate } from '../domain/estimate.ts'
import type { FindingRow, StateFindings } from '../domain/findings-by-state.ts'
import { groupFindings } from '../domain/findings-by-state.ts'
import { executionFindings } from '../domain/findings-of-execution.ts'
import { taskFindings } from '../domain/findings-of-task.ts'
import type { ExecutionRows, InFlight, TaskRow } from './in-flight.ts'
import type { MachineDefinition } from './machine-definitions.ts'

/** A task or an execution with its findings, and where to look at it. */
export interface FoundRow extends FindingRow {
  readonly connection: Connection
  readonly executionId: string
  readonly executionName: string
  /** null: the finding is the execution's. */
  readonly row: TaskRow | null
}

export type FoundGroup = StateFindings<FoundRow, MachineDefinition>

/** The findings of one task now. */
export function findingsOf(row: TaskRow): FoundRow {
  const { id, ref, connection, execution, workflowName, executionName, task, evidence } = row
  const now = connection.clock.now()
  return {
    id,
    scope: execution.service === 'swf' ? `${connection.id} ${execution.domain}` : connection.id,
    workflowName,
    task,
    findings: taskFindings(evidence, estimate(evidence, now), now),
    connection,
    executionId: ref.executionId,
    executionName,
    row,
  }
}

/** Everything that is wrong with what has been read, by the state it is wrong with; the worst first. */
export function findingsByState({ rows, executions, definitions }: InFlight): readonly FoundGroup[] {
  const ofExecutions = [...executions].flatMap(([id, one]) => foundInExecution(id, one))
  return groupFindings([...rows.map(findingsOf), ...ofExecutions], definitions)
}

function foundInExecution(id: string, { record, open }: ExecutionRows): readonly FoundRow[] {
  const [first] = open
  const findings = executionFindings(record.folded)
  if (first === undefined || findings.length === 0) return []
  return [{ ...findingsOf(first), id, task: null, row: null, findings }]
}
