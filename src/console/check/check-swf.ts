import type { SwfApi, WorkflowListing, WorkflowRun } from '../../aws/swf-api.ts'
import { middleOf } from '../../domain/interval.ts'
import type { Connection } from '../connection.ts'
import { findingOf, findingOfMadeUp, type Made, make, notAsked } from './asked-read.ts'
import type { ReadFinding } from './check-report.ts'

type Open = Made<readonly WorkflowListing[]>

/**
 * The first read of SWF. Where no domain is configured, that there is none of that name, or no leave to ask, is an answer as good as
 * any.
 */
export function listFirstDomain(swf: SwfApi, connection: Connection): Promise<Open> {
  return listDomain(swf, connection, connection.swfDomains[0] ?? 'unknown')
}

/**
 * Each read of SWF that this console makes, in every configured domain; `first` is what the first one has told. Where nothing is open, the
 * history of a workflow that is made up is asked for: SWF is authorised by domain. Never rejects for what AWS answers.
 */
export async function checkSwfReads(
  swf: SwfApi,
  connection: Connection,
  first: Open,
): Promise<readonly ReadFinding[]> {
  const { swfDomains, budget } = connection
  const pace = () => budget.take()
  const findings: ReadFinding[] = []
  for (const [index, domain] of swfDomains.entries()) {
    const open = index === 0 ? first : await listDomain(swf, connection, domain)
    findings.push(findingOf('swf:ListOpenWorkflowExecutions', [domain], open))
    const action = 'swf:GetWorkflowExecutionHistory'
    if (open.kind === 'failed' && open.error.kind !== 'denied') {
      findings.push(notAsked(action, 'readFailed', [domain]))
      continue
    }
    const run = open.kind === 'read' ? open.value[0] : undefined
    const history = await make(pace, () => swf.readHistory(run ?? madeUp(domain), 0, pace))
    findings.push(
      run === undefined ? findingOfMadeUp(action, domain, history) : findingOf(action, [domain], history),
    )
  }
  return findings
}

function listDomain(swf: SwfApi, { budget, clock }: Connection, domain: string): Promise<Open> {
  const pace = () => budget.take()
  return make(pace, () => swf.listOpenWorkflows(domain, middleOf(clock.now()), pace))
}

function madeUp(domain: string): WorkflowRun {
  return { domain, workflowId: 'heartbeat-console-check', runId: 'heartbeat-console-check' }
}
