// `npm start`: builds the console and serves it beside a local AWS. `npm run dev` (--dev): the same from source,
// with hot reload. `--config FILE` serves that configuration instead, and no local AWS.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { localConfig } from '../src/server/console-config.ts'
import { type ConsoleHost, startConsoleHost } from '../src/server/console-host.ts'
import { startLocalAwsHost } from '../src/server/local-aws-host.ts'
import { checkPortFree } from '../src/server/loopback-server.ts'
import { startDevelopmentHost } from './development-host.ts'
import { run } from './run.ts'

interface Closing {
  close(): Promise<void>
}

const { values: options } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    config: { type: 'string' },
    scenario: { type: 'string', default: 'fleet' },
    seed: { type: 'string', default: '1' },
  },
})

const running: Closing[] = []
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void stop(0))

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await stop(1)
}

async function start(): Promise<void> {
  const consolePort = portOf('CONSOLE_PORT', 5173)
  const localAwsPort = portOf('LOCAL_AWS_PORT', 4566)
  // Before the build: it would replace the files under a console that already serves them.
  await checkPortFree({ port: consolePort, what: 'the console', variable: 'CONSOLE_PORT' })
  if (options.config === undefined) {
    await checkPortFree({ port: localAwsPort, what: 'the local AWS', variable: 'LOCAL_AWS_PORT' })
  }
  if (!options.dev) await build()
  let localAwsUrl: string | undefined
  if (options.config === undefined) {
    const localAws = await startLocalAwsHost({
      port: localAwsPort,
      seed: options.seed,
      scenario: options.scenario,
    })
    running.push(localAws)
    localAwsUrl = localAws.url
  }
  const config = localAwsUrl === undefined ? readConfig(options.config ?? '') : localConfig(localAwsUrl)
  const host = await startConsole(config, consolePort)
  running.push(host)
  console.log(welcome(host.url, localAwsUrl))
}

async function build(): Promise<void> {
  const args = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']
  const { exitCode } = await run(process.execPath, args, { timeoutMs: 300_000 })
  if (exitCode !== 0) throw new Error('The console could not be built: see above.')
}

async function startConsole(config: unknown, port: number): Promise<ConsoleHost> {
  return options.dev
    ? startDevelopmentHost({ config, port })
    : startConsoleHost({ directory: 'dist', config, port })
}

/** The page checks the whole file and names what is wrong with it; here it only has to be JSON. */
function readConfig(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON.`, { cause: error })
  }
}

function portOf(variable: string, fallback: number): number {
  const text = process.env[variable]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new Error(`${variable} is ${text}: a port is a whole number from 0 to 65535.`)
}

function welcome(consoleUrl: string, localAwsUrl: string | undefined): string {
  if (localAwsUrl === undefined) return `\n  Heartbeat console   ${consoleUrl}\n\n  Ctrl-C stops it.\n`
  const keys = 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1'
  return `
  Heartbeat console   ${consoleUrl}
  Local AWS           ${localAwsUrl}   (Step Functions and Cognito; nothing leaves this machine)

  Try:
    open the board, pick a task that is dying and send it a heartbeat
    kill a worker and watch its task time out:
      curl ${localAwsUrl}/_local/workers -d '{"name":"worker-7","behaviour":"dead"}'
    look at the same AWS from the AWS CLI:
      ${keys} \\
        aws stepfunctions list-state-machines --endpoint-url ${localAwsUrl}

  Ctrl-C stops both.
`
}

async function stop(exitCode: number): Promise<void> {
  await Promise.allSettled(running.map((server) => server.close()))
  process.exit(exitCode)
}
