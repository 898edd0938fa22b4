// `npm start`: builds the console where it is not as its source is, and serves it beside a local AWS. `npm run dev` (--dev):
// the same from source, with hot reload. `--state FILE` keeps the local AWS's world and goes on with it. `--config FILE` serves that configuration instead, and no local AWS.
import { localConfig } from '../src/local-aws/local-config.ts'
import { type ConsoleHost, startConsoleHost } from '../src/server/console-host.ts'
import { startLocalAwsHost } from '../src/server/local-aws-host.ts'
import { checkPortFree } from '../src/server/loopback-server.ts'
import { buildWhereStale } from './build/fresh-build.js'
import { readStartOptions, type StartOptions } from './start-options.ts'

interface Closing {
  close(): Promise<void>
}

const running: Closing[] = []
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void stop(0))

try {
  await start(readStartOptions(process.argv.slice(2), process.env))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await stop(1)
}

async function start(options: StartOptions): Promise<void> {
  const { consolePort, localAws: local } = options
  // Before the build: it would replace the files under a console that already serves them.
  await checkPortFree({ port: consolePort, what: 'the console', variable: 'CONSOLE_PORT' })
  if (local !== undefined) {
    await checkPortFree({ port: local.port, what: 'the local AWS', variable: 'LOCAL_AWS_PORT' })
  }
  if (!options.dev) {
    buildWhereStale({
      what: 'The console',
      config: 'vite.config.ts',
      built: 'dist/index.html',
      madeOf: ['src', 'public', 'scripts/build', 'index.html', 'vite.config.ts', 'package-lock.json'],
    })
  }
  let localAwsUrl: string | undefined
  let notices: readonly string[] = []
  if (local !== undefined) {
    const localAws = await startLocalAwsHost(local)
    running.push(localAws)
    localAwsUrl = localAws.url
    notices = localAws.notices
  }
  const config = localAwsUrl === undefined ? options.config : localConfig(localAwsUrl)
  // What the page of a local AWS signs must not reach the real one.
  const relayConnect = options.relayConnect ?? localAwsUrl
  const host = await startConsole({ config, port: consolePort, relayConnect }, options.dev)
  running.push(host)
  console.log(welcome(host.url, localAwsUrl))
  for (const notice of notices) console.log(`  ${notice}\n`)
}

async function startConsole(
  how: { readonly config: unknown; readonly port: number; readonly relayConnect: string | undefined },
  dev: boolean,
): Promise<ConsoleHost> {
  if (!dev) return startConsoleHost({ directory: 'dist', ...how })
  // It takes Vite with it, which nothing else needs.
  const { startDevelopmentHost } = await import('./development-host.ts')
  return startDevelopmentHost(how)
}

function welcome(consoleUrl: string, localAwsUrl: string | undefined): string {
  if (localAwsUrl === undefined) return `\n  Heartbeat console   ${consoleUrl}\n\n  Ctrl-C stops it.\n`
  const keys = 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1'
  return `
  Heartbeat console   ${consoleUrl}
  Local AWS           ${localAwsUrl}   (Step Functions, SWF and Cognito; nothing leaves this machine)

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
