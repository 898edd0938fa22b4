import { execFile } from 'node:child_process'
import { afterAll, beforeEach, expect, inject } from 'vitest'
import { environmentFor, type Keys, type Place, rootKeys, withoutSecrets } from './testing-place.ts'
import { type Ended, type WarmAwsCli, warmAwsCli } from './warm-aws-cli.ts'

export interface CliResult {
  readonly exitCode: number
  readonly stdout: string
  /** Without anything that could be a token. */
  readonly stderr: string
}

/** What the AWS CLI says of a call that AWS refused. */
export interface CliRefusal {
  readonly code: string
  readonly operation: string
  readonly message: string
}

export interface CliOptions {
  /** By default the root user's; undefined: none in the environment. */
  readonly keys?: Keys | undefined
}

/** `aws` as a person at a terminal would run it, against a place. */
export interface AwsCli {
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>
  /** What it writes when it succeeds; fails where it does not. */
  text(args: readonly string[], options?: CliOptions): Promise<string>
  /** The same as JSON. */
  json(args: readonly string[], options?: CliOptions): Promise<unknown>
  /** How AWS refused; fails where it did not. */
  refusal(args: readonly string[], options?: CliOptions): Promise<CliRefusal>
}

/** How the AWS CLI ends, as AWS documents it for version 2; version 1 has other numbers, so there any will do. */
export const exitCodes = {
  /** The command or its arguments are not understood, or break the operation's model; nothing is sent. */
  usage: endsWith(252),
  /** The settings are incomplete: no credentials, for one. */
  settings: endsWith(253),
  /** Anything else that is no refusal: no answer came, for one. */
  other: endsWith(255),
} as const
/** The service answered with an error; version 1 has one number for all that fails after its arguments are read. */
const refusedExitCodes = [254, 255]

const timeoutMs = 30_000
const refusalPattern =
  /^\s*An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: 0\))?: ([^]*?)\s*$/

/** For the tests around it; without that AWS CLI they are skipped with the reason. */
export function testAwsCli(place: Place, which: 'awsCli' | 'newAwsCli' = 'awsCli'): AwsCli {
  const client = inject('clients')[which]
  let warm: WarmAwsCli | undefined
  beforeEach((context) => {
    if (client.kind === 'missing') context.skip(client.reason)
    else warm ??= warmAwsCli(client.path)
  })
  afterAll(() => warm?.end())
  const run: AwsCli['run'] = async (args, options = {}) => {
    if (client.kind === 'missing') throw new Error(client.reason)
    const env = environmentFor(place, 'keys' in options ? options.keys : rootKeys)
    // Given last, so that a test may name another one before it.
    const endpoint = args.includes('--endpoint-url') ? [] : ['--endpoint-url', place.url]
    const given = [...args, ...endpoint]
    const surroundings = { env, cwd: place.home }
    const ended = await (warm?.run(given, surroundings) ?? start(client.path, given, surroundings))
    return { ...ended, stderr: withoutSecrets(ended.stderr) }
  }
  const text: AwsCli['text'] = async (args, options) => {
    const result = await run(args, options)
    if (result.exitCode !== 0) {
      throw new Error(`aws ${nameOf(args)} ended with ${result.exitCode}: ${result.stderr}`)
    }
    return result.stdout
  }
  return {
    run,
    text,
    json: async (args, options) => JSON.parse(await text(args, options)),
    async refusal(args, options) {
      const result = await run(args, options)
      const [, code, operation, message] = refusalPattern.exec(result.stderr) ?? []
      if (!refusedExitCodes.includes(result.exitCode) || code === undefined || result.stdout !== '') {
        throw new Error(
          `aws ${nameOf(args)}: expected a refusal, it ended with ${result.exitCode}: ${result.stderr}`,
        )
      }
      return { code, operation: operation ?? '', message: message ?? '' }
    },
  }
}

/** Skips a test of what only version 2 of the AWS CLI has, YAML for one, where another version is here. */
export function needsVersion2(context: { skip(note: string): never }): void {
  const other = otherVersion()
  if (other !== undefined) context.skip(`the AWS CLI here is ${other}; this is an option of version 2`)
}

function otherVersion(): string | undefined {
  const client = inject('clients').awsCli
  return client.kind === 'found' && !client.version.startsWith('2.') ? client.version : undefined
}

function endsWith(documented: number): unknown {
  return otherVersion() === undefined ? documented : expect.toSatisfy((code) => code !== 0, 'a failure')
}

function nameOf(args: readonly string[]): string {
  return args.slice(0, 2).join(' ')
}

function start(
  path: string,
  args: readonly string[],
  options: { readonly env: Record<string, string>; readonly cwd: string },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = execFile(path, args, { ...options, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') {
        // Not the error itself: its message repeats the arguments, and a token may be one.
        reject(new Error(`aws ${nameOf(args)} did not come to an end`))
        return
      }
      const exitCode = error === null ? 0 : Number(error.code)
      resolve({ exitCode, stdout, stderr })
    })
    child.stdin?.end()
  })
}
