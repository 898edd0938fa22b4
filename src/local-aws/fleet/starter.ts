import { bytesToHex } from '@noble/hashes/utils.js'
import type { Inside } from './inside.ts'
import { pickMs } from './job.ts'
import type { StarterSpec } from './scenario.ts'

const defaultLook = [15, 30] as const

/** Keeps executions of one state machine running, as a scheduler would: starts, looks, starts the next. */
export function startExecutions(inside: Inside, spec: StarterSpec): void {
  const principal = inside.principal('FleetScheduler', `${spec.stateMachine}-scheduler`)
  const { lookSeconds = defaultLook } = spec
  const random = inside.randomOf(`starter/${spec.namePrefix}`)
  const stateMachineArn = inside.arn('stateMachine', spec.stateMachine)
  for (let slot = 0; slot < spec.inFlight; slot += 1) {
    inside.after(pickMs(random, [0, spec.spreadSeconds]), start)
  }

  function start(): void {
    const name = `${spec.namePrefix}-${bytesToHex(random.bytes(3))}`
    const input = { stateMachineArn, name, input: JSON.stringify(spec.input(random)) }
    inside.callFromInside(principal, 'states', 'StartExecution', input, (answer) => {
      const executionArn = answer.kind === 'ok' ? answer.output.executionArn : undefined
      if (executionArn === undefined) again()
      else if (spec.pauseSeconds !== undefined) lookLater(executionArn)
    })
  }

  function lookLater(executionArn: string): void {
    inside.after(pickMs(random, lookSeconds), () => {
      inside.callFromInside(principal, 'states', 'DescribeExecution', { executionArn }, (answer) => {
        if (answer.kind === 'ok' && answer.output.status !== 'RUNNING') again()
        else lookLater(executionArn)
      })
    })
  }

  function again(): void {
    inside.after(pickMs(random, spec.pauseSeconds ?? lookSeconds), start)
  }
}
