import { lintDefinition } from '../asl/lint-definition.ts'
import type { StateMachineDefinition } from '../asl/state-machine.ts'
import type { StatesApi } from '../aws/states-api.ts'
import type { Ports } from '../console/ports.ts'
import { fakeStates } from '../console/testing-connection.ts'
import { type AppError, AppFailure } from '../domain/app-error.ts'
import type { HistoryEvent } from '../domain/history-event.ts'
import { HistoryBuilder } from '../domain/testing-history.ts'

/** One request, as the account saw it. `of`: a state machine's or an execution's name. */
export interface Request {
  readonly kind: 'machines' | 'executions' | 'limits' | 'history'
  readonly of: string
  readonly atMs: number
  /** Of a history: the newest event that was known. */
  readonly after?: number
}

export function machineArn(name: string): string {
  return `arn:aws:states:eu-west-1:123456789012:stateMachine:${name}`
}

export function executionArn(machine: string, name: string): string {
  return `arn:aws:states:eu-west-1:123456789012:execution:${machine}:${name}`
}

/** An account played by a test: what is in it, what of it fails, and what was asked. */
export class FakeAccount {
  readonly requests: Request[] = []
  /** By state machine: the names of what runs. */
  readonly running = new Map<string, string[]>()
  readonly histories = new Map<string, HistoryBuilder>()
  /** By `kind of`, such as `history a`, or by kind alone. */
  readonly failures = new Map<string, AppError>()
  /** Pages that every list of executions has. */
  pages = 1
  /** What every machine runs. */
  definition: StateMachineDefinition | null = null
  /** How long each answer takes, milliseconds. */
  latencyMs = 0
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** A running execution with one activity that a worker took. */
  start(machine: string, name: string): HistoryBuilder {
    const history = this.#begin(machine, name)
    history.activity()
    history.taken()
    return history
  }

  /** A running execution with one callback, whose token its history proves. */
  waitForCallback(machine: string, name: string): HistoryBuilder {
    const history = this.#begin(machine, name)
    history.task('callback')
    history.submitted()
    return history
  }

  #begin(machine: string, name: string): HistoryBuilder {
    this.running.set(machine, [...(this.running.get(machine) ?? []), name])
    const history = new HistoryBuilder()
    history.started()
    history.enter('Charge card')
    this.histories.set(executionArn(machine, name), history)
    return history
  }

  /** It ends, and no list shows it any more. */
  end(machine: string, name: string): void {
    this.histories.get(executionArn(machine, name))?.ended('aborted')
    this.running.set(
      machine,
      (this.running.get(machine) ?? []).filter((other) => other !== name),
    )
  }

  asked(kind: Request['kind'], of?: string): readonly Request[] {
    return this.requests.filter((request) => request.kind === kind && (of === undefined || request.of === of))
  }

  get states(): StatesApi {
    const startedAtMs = 0
    return fakeStates({
      listStateMachines: async () => {
        await this.#ask('machines', '')
        return [...this.running.keys()].map((name) => ({ name, stateMachineArn: machineArn(name) }))
      },
      listRunningExecutions: async (arn, beforePage) => {
        const machine = arn.split(':').at(-1) ?? ''
        for (let page = 0; page < this.pages; page += 1) {
          if (page > 0) await beforePage()
          await this.#ask('executions', machine)
        }
        return (this.running.get(machine) ?? []).map((name) => ({
          name,
          executionArn: executionArn(machine, name),
          startedAtMs,
          stateMachineVersionArn: null,
        }))
      },
      describeLimits: async (arn) => {
        await this.#ask('limits', arn.split(':').at(-1) ?? '')
        const { definition } = this
        const lint = lintDefinition(JSON.stringify(definition))
        return {
          inForceFromMs: Number.NEGATIVE_INFINITY,
          timeoutSeconds: 900,
          definition,
          lint,
          mapRunArn: null,
        }
      },
      readHistory: async (arn, afterEventId): Promise<readonly HistoryEvent[]> => {
        const name = arn.split(':').at(-1) ?? ''
        await this.#ask('history', name, { after: afterEventId })
        const history = this.histories.get(arn)
        if (history === undefined) throw new AppFailure({ kind: 'notFound', what: 'execution', name: arn })
        return history.events.filter(({ id }) => id > afterEventId)
      },
    })
  }

  async #ask(kind: Request['kind'], of: string, more: Pick<Request, 'after'> = {}): Promise<void> {
    this.requests.push({ kind, of, atMs: this.#ports.wall(), ...more })
    if (this.latencyMs > 0)
      await new Promise<void>((resolve) => {
        this.#ports.after(this.latencyMs, resolve)
      })
    const failure = this.failures.get(`${kind} ${of}`) ?? this.failures.get(kind)
    if (failure !== undefined) throw new AppFailure(failure)
  }
}
