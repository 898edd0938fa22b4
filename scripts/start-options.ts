import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isScenarioName, scenarios } from '../src/local-aws/fleet/scenarios/all.ts'

export interface StartOptions {
  readonly dev: boolean
  readonly consolePort: number
  /** Undefined where the page is to use another AWS: then `config` is what its file says. */
  readonly localAws: LocalAwsOptions | undefined
  /** Undefined where people sign in to the local AWS by name. */
  readonly userPool: { readonly port: number } | undefined
  readonly config: unknown
  /** Where the relay connects in AWS's place; undefined: to AWS, or to the local AWS where there is one. */
  readonly relayConnect: string | undefined
}

export interface LocalAwsOptions {
  readonly port: number
  readonly seed: string
  readonly scenario: string
  /** The file in which its world is kept. */
  readonly state?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads flags and variables of `npm start`. Throws an Error whose message is a sentence for whoever typed them. */
export function readStartOptions(args: readonly string[], env: Environment): StartOptions {
  const { dev, config, scenario, seed, state, 'user-pool': withUserPool } = flagsOf(args)
  const consolePort = portOf(env, 'CONSOLE_PORT', 5173)
  const localAwsPort = portOf(env, 'LOCAL_AWS_PORT', 4566)
  const userPoolPort = portOf(env, 'USER_POOL_PORT', 4577)
  const relayConnect = addressOf(env, 'RELAY_CONNECT')
  if (config !== undefined) {
    if (scenario !== undefined || seed !== undefined || state !== undefined || withUserPool) {
      throw new Error(
        '--scenario, --seed, --state and --user-pool are for the local AWS, and with --config there is none.',
      )
    }
    const none = { localAws: undefined, userPool: undefined }
    return { dev, consolePort, ...none, config: readConfig(config), relayConnect }
  }
  const name = scenario ?? 'fleet'
  if (!isScenarioName(name)) {
    throw new Error(`There is no scenario ${name}: choose one of ${Object.keys(scenarios).join(', ')}.`)
  }
  const ports = { CONSOLE_PORT: consolePort, LOCAL_AWS_PORT: localAwsPort }
  refuseSamePorts(withUserPool ? { ...ports, USER_POOL_PORT: userPoolPort } : ports)
  if (state === '') throw new Error('--state needs the name of a file.')
  const localAws = { port: localAwsPort, seed: seed ?? '1', scenario: name, ...(state && { state }) }
  const userPool = withUserPool ? { port: userPoolPort } : undefined
  return { dev, consolePort, localAws, userPool, config: undefined, relayConnect }
}

interface Flags {
  readonly dev: boolean
  readonly config?: string
  readonly scenario?: string
  readonly seed?: string
  readonly state?: string
  readonly 'user-pool': boolean
}

function flagsOf(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dev: { type: 'boolean', default: false },
        config: { type: 'string' },
        scenario: { type: 'string' },
        seed: { type: 'string' },
        state: { type: 'string' },
        'user-pool': { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    const what = error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error)
    throw new Error(
      `${what}: there are --dev, --config FILE, --scenario NAME, --seed SEED, --state FILE and --user-pool.`,
      {
        cause: error,
      },
    )
  }
}

/** The page checks the whole file and names what is wrong with it; here it only has to be JSON. */
function readConfig(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`The configuration ${file} cannot be read.`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`The configuration ${file} is not JSON.`, { cause: error })
  }
}

/** Throws where two servers would have the same port; 0 is any free one. */
function refuseSamePorts(ports: Readonly<Record<string, number>>): void {
  for (const [name, port] of Object.entries(ports)) {
    const other = Object.keys(ports).find((one) => one !== name && ports[one] === port)
    if (port !== 0 && other !== undefined) {
      throw new Error(`${name} and ${other} are both ${port}: they have to differ.`)
    }
  }
}

function portOf(env: Environment, variable: string, fallback: number): number {
  const text = env[variable]
  if (text === undefined || text === '') return fallback
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port < 65_536) return port
  throw new Error(`${variable} is ${text}: a port is a whole number from 0 to 65535.`)
}

function addressOf(env: Environment, variable: string): string | undefined {
  const text = env[variable]
  if (text === undefined || text === '') return undefined
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (/^https?:/.test(origin) && [origin, `${origin}/`].includes(text)) return text
  throw new Error(`${variable} is ${text}: it has to be an address such as http://127.0.0.1:4566.`)
}
