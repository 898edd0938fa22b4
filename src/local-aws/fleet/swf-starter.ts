import { bytesToHex } from '@noble/hashes/utils.js'
import { swfDomain } from '../place.ts'
import type { Inside } from './inside.ts'
import { pickMs } from './job.ts'
import type { SwfWorkflowSpec } from './scenario.ts'
import { swfVersion } from './swf-names.ts'

const lookSeconds = [15, 30] as const

/** Keeps executions of one workflow type open, as a scheduler would: starts, looks, starts the next. */
export function startWorkflows(inside: Inside, spec: SwfWorkflowSpec): void {
  const principal = inside.principal('FleetScheduler', `${spec.workflowIdPrefix}-scheduler`)
  const random = inside.randomOf(`starter/swf/${spec.workflowIdPrefix}`)
  const domain = swfDomain
  for (let slot = 0; slot < spec.inFlight; slot += 1) {
    inside.after(pickMs(random, [0, spec.spreadSeconds]), start)
  }

  function start(): void {
    const workflowId = `${spec.workflowIdPrefix}-${bytesToHex(random.bytes(3))}`
    const input = {
      domain,
      workflowId,
      workflowType: { name: spec.type, version: swfVersion },
      input: JSON.stringify(spec.input(random)),
    }
    inside.callFromInside(principal, 'swf', 'StartWorkflowExecution', input, (answer) => {
      const runId = answer.kind === 'ok' ? answer.output.runId : undefined
      if (runId === undefined) {
        again()
        return
      }
      if (spec.cancelAfterSeconds !== undefined) cancelLater(workflowId, runId, spec.cancelAfterSeconds)
      if (spec.pauseSeconds !== undefined) lookLater(workflowId, runId)
    })
  }

  function cancelLater(workflowId: string, runId: string, seconds: readonly [number, number]): void {
    inside.after(pickMs(random, seconds), () => {
      const input = { domain, workflowId, runId }
      inside.callFromInside(principal, 'swf', 'RequestCancelWorkflowExecution', input, () => undefined)
    })
  }

  function lookLater(workflowId: string, runId: string): void {
    inside.after(pickMs(random, lookSeconds), () => {
      const input = { domain, execution: { workflowId, runId } }
      inside.callFromInside(principal, 'swf', 'DescribeWorkflowExecution', input, (answer) => {
        if (answer.kind === 'ok' && answer.output.executionInfo?.executionStatus === 'CLOSED') again()
        else lookLater(workflowId, runId)
      })
    })
  }

  function again(): void {
    inside.after(pickMs(random, spec.pauseSeconds ?? lookSeconds), start)
  }
}
