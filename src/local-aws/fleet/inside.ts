import type { Random } from '../../lib/random.ts'
import { AwsError } from '../aws-error.ts'
import { authorise } from '../identity/authorise.ts'
import { roleSession } from '../identity/roles.ts'
import { type CallContext, Later, type Principal } from '../operation.ts'
import type { InputOf, OutputOf, ServiceName, Services } from '../protocol/services.ts'
import { findOperation } from '../protocol/services.ts'
import type { Throttle } from '../protocol/throttle.ts'
import type { Timer } from '../world/event-loop.ts'
import type { World } from '../world/world.ts'

export type Answer<O> =
  | { readonly kind: 'ok'; readonly output: O }
  | { readonly kind: 'error'; readonly error: AwsError }

/** The one door by which the fleet, living inside the world, calls AWS. */
export interface Inside {
  readonly world: World
  readonly region: string
  /**
   * Calls an operation as a turn of its own; `answer` runs inside a later turn. Errors are answers, too. What comes back hangs up: a long
   * poll that waits then ends empty-handed, and nothing else changes.
   */
  callFromInside<S extends ServiceName, O extends keyof Services[S] & string>(
    principal: Principal,
    service: S,
    operation: O,
    input: InputOf<Services[S][O]>,
    answer: (answer: Answer<OutputOf<Services[S][O]>>) => void,
  ): () => void
  after(ms: number, turn: () => void): Timer
  /** Randomness that belongs to `name` alone. */
  randomOf(name: string): Random
  arn(kind: 'activity' | 'stateMachine', name: string): string
  principal(role: 'FleetWorker' | 'FleetScheduler', name: string): Principal
}

/** How long AWS holds a GetActivityTask; inside the world that is world time. */
const longPollMs = 60_000

/** Opens that door on a world's operations. */
export function openInside(
  world: World,
  services: Services,
  region: string,
  throttle: Throttle,
  onDefect: (error: unknown) => void,
): Inside {
  const { loop, account } = world
  const random = world.random.fork('fleet')
  let calls = 0
  return {
    world,
    region,
    callFromInside(principal, service, operationName, input, answer) {
      calls += 1
      const context: CallContext = { account, region, requestId: `inside-${calls}`, principal }
      // Sound: the service and operation fix both types, which `findOperation` has to forget.
      const answered = answer as (answer: Answer<unknown>) => void
      let poll: Later<unknown> | undefined
      let hungUp = false
      const came = (output: unknown): void => {
        if (output instanceof Later) {
          poll = output
          awaitPoll(poll, answered)
          if (hungUp) poll.giveUp()
        } else answered({ kind: 'ok', output })
      }
      const failed = (error: unknown): void => {
        if (error instanceof AwsError) answered({ kind: 'error', error })
        else onDefect(error)
      }
      loop.after(0, () => {
        try {
          const operation = findOperation(services, service, operationName)
          if (operation === undefined) throw new AwsError('UnknownOperationException', '')
          throttle.takeInside(service, operationName, region)
          const parsed = operation.parse(input)
          authorise(context, `${service}:${operationName}`, operation.resource(parsed, context))
          const output = operation.run(parsed, context)
          // Hardly any operation has to wait, and a fleet makes tens of thousands of calls.
          if (output instanceof Promise) return output.then(came).catch(failed)
          came(output)
        } catch (error) {
          failed(error)
        }
        return undefined
      })
      return () => {
        hungUp = true
        poll?.giveUp()
      }
    },
    after: (ms, turn) => loop.after(ms, turn),
    randomOf: (name) => random.fork(name),
    arn: (kind, name) => `arn:aws:states:${region}:${account}:${kind}:${name}`,
    principal: (role, name) => roleSession(account, role, name),
  }

  function awaitPoll(later: Later<unknown>, answered: (answer: Answer<unknown>) => void): void {
    const timer = later.patient ? undefined : loop.after(longPollMs, () => later.giveUp())
    later.onSettled((output) => {
      timer?.cancel()
      answered({ kind: 'ok', output })
    })
  }
}
