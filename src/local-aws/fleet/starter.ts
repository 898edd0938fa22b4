import { bytesToHex } from '@noble/hashes/utils.js'
import type { Inside } from './inside.ts'
import { pickMs } from './job.ts'
import type { StarterSpec } from './scenario.ts'

const defaultLook = [15, 30] as const

/**
 * Keeps executions of one state machine running, as a scheduler would: starts, looks, starts the next. It looks at what it
 * was told: to ask AWS of each execution each time would be half of all that happens in a world.
 */
export function startExecutions(inside: Inside, spec: StarterSpec): void {
  const principal = inside.principal('FleetScheduler', `${spec.stateMachine}-scheduler`)
  const { lookSeconds = defaultLook } = spec
  const random = inside.randomOf(`starter/${spec.namePrefix}`)
  const stateMachineArn = inside.arn('stateMachine', spec.stateMachine)
  /** Those it has started and has not been told the end of. */
  const running = new Set<string>()
  inside.world.endings.subscribe(({ executionArn }) => running.delete(executionArn))
  for (let slot = 0; slot < spec.inFlight; slot += 1) {
    inside.after(pickMs(random, [0, spec.spreadSeconds]), start)
  }

  function start(): void {
    const name = `${spec.namePrefix}-${bytesToHex(random.bytes(3))}`
    const input = { stateMachineArn, name, input: JSON.stringify(spec.input(random)) }
    inside.callFromInside(principal, 'states', 'StartExecution', input, (answer) => {
      const executionArn = answer.kind === 'ok' ? answer.output.executionArn : undefined
      if (executionArn === undefined) again()
      else if (spec.pauseSeconds !== undefined) {
        running.add(executionArn)
        lookLater(executionArn)
      }
    })
  }

  function lookLater(executionArn: string): void {
    inside.after(pickMs(random, lookSeconds), () => {
      if (running.has(executionArn)) lookLater(executionArn)
      else again()
    })
  }

  function again(): void {
    inside.after(pickMs(random, spec.pauseSeconds ?? lookSeconds), start)
  }
}
