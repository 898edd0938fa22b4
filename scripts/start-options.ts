import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isScenarioName, scenarios } from '../src/local-aws/fleet/scenarios/all.ts'

export interface StartOptions {
  readonly dev: boolean
  readonly consolePort: number
  /** Undefined where the page is to use another AWS: then `config` is what its file says. */
  readonly localAws: LocalAwsOptions | undefined
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
  const { dev, config, scenario, seed, state } = flagsOf(args)
  const consolePort = portOf(env, 'CONSOLE_PORT', 5173)
  const localAwsPort = portOf(env, 'LOCAL_AWS_PORT', 4566)
  const relayConnect = addressOf(env, 'RELAY_CONNECT')
  if (config !== undefined) {
    if (scenario !== undefined || seed !== undefined || state !== undefined) {
      throw new Error(
        '--scenario, --seed and --state are for the local AWS, and with --config there is none.',
      )
    }
    return { dev, consolePort, localAws: undefined, config: readConfig(config), relayConnect }
  }
  const name = scenario ?? 'fleet'
  if (!isScenarioName(name)) {
    throw new Error(`There is no scenario ${name}: choose one of ${Object.keys(scenarios).join(', ')}.`)
  }
  if (consolePort === localAwsPort && consolePort !== 0) {
    throw new Error(`CONSOLE_PORT and LOCAL_AWS_PORT are both ${consolePort}: they have to differ.`)
  }
  if (state === '') throw new Error('--state needs the name of a file.')
  const localAws = { port: localAwsPort, seed: seed ?? '1', scenario: name, ...(state && { state }) }
  return { dev, consolePort, localAws, config: undefined, relayConnect }
}

interface Flags {
  readonly dev: boolean
  readonly config?: string
  readonly scenario?: string
  readonly seed?: string
  readonly state?: string
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
      },
    })
    return values
  } catch (error) {
    const what = error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error)
    throw new Error(
      `${what}: there are --dev, --config FILE, --scenario NAME, --seed SEED and --state FILE.`,
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
