import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../../src/console/config.ts'
import type { RelayedService } from '../../src/lib/aws-hosts.ts'

export interface CheckOptions {
  readonly config: Config
  /** The origin of the page that hosts are asked for. */
  readonly origin: string
  /** The origin of the console's own host, or of a relay; undefined: none is asked. */
  readonly relay: string | undefined
  /** Of which service a heartbeat is sent, with a token that is asked for; undefined: none is. */
  readonly heartbeat: { readonly service: RelayedService; readonly connectionId: string } | undefined
  /** Credentials stand on standard input. */
  readonly credentialsOnInput: boolean
  /** What was found as JSON, not as text. */
  readonly json: boolean
}

const USAGE =
  'Usage: npm run check:aws -- --config FILE [--origin URL] [--relay URL] [--credentials -] [--json] [--heartbeat states|swf [--connection NAME/REGION]]'

/** What `--help` says. */
export const HELP = `${USAGE}

Asks AWS what of an account answers this console, and what it may read there. Writes nothing without --heartbeat.

  --config FILE        a config.json: which accounts and regions, and what is watched there
  --credentials -      temporary credentials on standard input; else those of the environment (AWS_ACCESS_KEY_ID,
                       AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN). Profiles are not read: "aws configure
                       export-credentials" prints theirs. Without any, only the ways to AWS are checked
  --relay URL          the console's own host, whose relay is tried
  --origin URL         the page's origin, for which hosts are asked (CORS); else the relay's, or that of npm start
  --json               what was found as JSON; with npm run --silent, nothing else is on standard output
  --heartbeat SERVICE  states or swf: ONE WRITE. One heartbeat, with a token that is asked for without showing it, or
                       read from standard input. It resets the task's heartbeat clock: a dead worker is noticed that
                       much later. Denied, it writes nothing and tells the scope just as well
  --connection ID      NAME/REGION, where that heartbeat goes, if there are several

Ends with 0 where the console can work, with 1 where it cannot or that is not settled, with 2 where nothing could be checked.
What becomes of the heartbeat does not count.
`

/** The page's origin where none is said: that of `npm start`. */
const OWN_ORIGIN = 'http://127.0.0.1:5173'

/** Reads the flags of `npm run check:aws`. Throws an Error whose message is a sentence for whoever typed them. */
export function readCheckOptions(args: readonly string[]): CheckOptions {
  const flags = flagsOf(args)
  if (flags.config === undefined) throw new Error(`--config is missing. ${USAGE}`)
  const config = configIn(flags.config)
  const relay = flags.relay === undefined ? undefined : originOf('--relay', flags.relay)
  const origin = flags.origin === undefined ? (relay ?? OWN_ORIGIN) : originOf('--origin', flags.origin)
  if (flags.credentials !== undefined && flags.credentials !== '-')
    throw new Error(
      '--credentials takes - alone: credentials are read from standard input, never from an argument.',
    )
  if (flags.connection !== undefined && flags.heartbeat === undefined)
    throw new Error('--connection says where a heartbeat goes: it needs --heartbeat.')
  return {
    config,
    origin,
    relay,
    heartbeat: heartbeatOf(flags.heartbeat, flags.connection, config),
    credentialsOnInput: flags.credentials === '-',
    json: flags.json ?? false,
  }
}

function flagsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        origin: { type: 'string' },
        relay: { type: 'string' },
        credentials: { type: 'string' },
        heartbeat: { type: 'string' },
        connection: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    // Its own message repeats what was typed, which may be a token or a key.
    throw new Error(`There is a flag or an argument that is not known. ${USAGE}`, { cause: error })
  }
}

function configIn(file: string): Config {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error('The file of --config cannot be read.', { cause: error })
  }
  const read = readConfig(text)
  if (read.kind === 'ok') return read.config
  const problems = read.problems.map(({ field, message }) => `  ${field || 'The file'} ${message}`)
  throw new Error(['The configuration is not right:', ...problems].join('\n'))
}

function originOf(flag: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.origin
  throw new Error(`${flag} has to be an address such as https://console.example.com.`)
}

function heartbeatOf(
  service: string | undefined,
  connection: string | undefined,
  config: Config,
): CheckOptions['heartbeat'] {
  if (service === undefined) return undefined
  if (service !== 'states' && service !== 'swf')
    throw new Error('--heartbeat takes states or swf; the token itself is asked for.')
  const ids = config.connections.flatMap(({ name, regions }) => regions.map((region) => `${name}/${region}`))
  const connectionId = connection ?? (ids.length === 1 ? ids[0] : undefined)
  if (connectionId === undefined || !ids.includes(connectionId))
    throw new Error(`--heartbeat needs --connection, one of ${ids.join(', ')}.`)
  return { service, connectionId }
}
