import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, inject } from 'vitest'
import { environmentFor, type Keys, type Place, region, rootKeys, withoutSecrets } from './testing-place.ts'

/** How a boto3 call went; see boto3_calls.py. */
export type Boto3Outcome =
  | { readonly kind: 'answer'; readonly output: unknown; readonly status: number }
  | {
      readonly kind: 'refusal'
      /** The class of the exception. */
      readonly exception: string
      /** True where it is the class that `client.exceptions` has under its code. */
      readonly documented: boolean
      readonly code: string
      readonly message: string
      readonly status: number
    }
  | { readonly kind: 'error'; readonly exception: string; readonly message: string }

export interface Boto3Options {
  readonly keys?: Keys
  readonly region?: string
  readonly endpoint?: string
  /** More of botocore's `Config`: `parameter_validation`, `read_timeout` and so on. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Walks every page and answers them as one. */
  readonly paginate?: boolean
}

/** boto3 in one Python for all tests of a file. */
export interface Boto3 {
  /** Names the service and the method as boto3 does: `stepfunctions`, `send_task_heartbeat`. */
  call(
    service: string,
    method: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: Boto3Options,
  ): Promise<Boto3Outcome>
  /** What a call answers; fails where it is refused. */
  output(
    service: string,
    method: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: Boto3Options,
  ): Promise<unknown>
}

const script = fileURLToPath(new URL('boto3_calls.py', import.meta.url))

/** For the tests around it; without a Python that has that boto3 they are skipped with the reason. */
export function testBoto3(place: Place, which: 'boto3' | 'newBoto3' = 'boto3'): Boto3 {
  const client = inject('clients')[which]
  let python: Python | undefined
  beforeEach((context) => {
    if (client.kind === 'missing') context.skip(client.reason)
    else python ??= new Python(client.path, environmentFor(place, undefined))
  })
  afterAll(() => python?.end())
  const call: Boto3['call'] = (service, method, parameters, options = {}) => {
    if (python === undefined) throw new Error('boto3 can be called only within a test')
    const keys: Keys = options.keys ?? rootKeys
    return python.ask({
      service,
      method,
      parameters,
      paginate: options.paginate ?? false,
      config: { retries: { total_max_attempts: 1 }, ...options.config },
      client: {
        endpoint_url: options.endpoint ?? place.url,
        region_name: options.region ?? region,
        aws_access_key_id: keys.accessKeyId,
        aws_secret_access_key: keys.secretAccessKey,
        aws_session_token: keys.sessionToken ?? null,
      },
    })
  }
  return {
    call,
    async output(...given) {
      const outcome = await call(...given)
      if (outcome.kind === 'answer') return outcome.output
      throw new Error(`${given[0]}.${given[1]}: ${outcome.exception}: ${withoutSecrets(outcome.message)}`)
    },
  }
}

/** The calls go through its standard input, not its arguments, which anybody on the machine could read. */
class Python {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: Waiting[] = []

  constructor(path: string, env: Record<string, string>) {
    this.#process = spawn(path, [script], { env })
    createInterface(this.#process.stdout).on('line', (line) => {
      // The script wrote it, in this form.
      this.#waiting.shift()?.resolve(JSON.parse(line) as Boto3Outcome)
    })
    // A Python that has ended takes no more calls; `close` below tells why.
    this.#process.stdin.on('error', () => undefined)
    let complaints = ''
    this.#process.stderr.on('data', (data: Buffer) => {
      complaints += data.toString()
    })
    this.#process.on('close', (code) => {
      const error = new Error(`Python ended with ${code}: ${withoutSecrets(complaints)}`)
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  ask(call: unknown): Promise<Boto3Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#process.stdin.write(`${JSON.stringify(call)}\n`)
    })
  }

  end(): void {
    this.#process.stdin.end()
  }
}

interface Waiting {
  resolve(outcome: Boto3Outcome): void
  reject(error: Error): void
}
