// `npm start`: builds the console where it is not as its source is, and serves it beside a local AWS. `npm run dev` (--dev):
// the same from source, with hot reload. `--state FILE` keeps the local AWS's world and goes on with it. `--user-pool` lets people sign in on a
// login page. `--config FILE` serves that configuration instead, and no local AWS.
import { localConfig } from '../src/local-aws/local-config.ts'
import { type ConsoleHost, startConsoleHost } from '../src/server/console-host.ts'
import { startLocalAwsHost } from '../src/server/local-aws-host.ts'
import { checkPortFree } from '../src/server/loopback-server.ts'
import { startUserPool } from '../src/server/user-pool/user-pool.ts'
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
  if (options.userPool !== undefined) {
    await checkPortFree({ port: options.userPool.port, what: 'the user pool', variable: 'USER_POOL_PORT' })
  }
  if (!options.dev) {
    buildWhereStale({
      what: 'The console',
      config: 'vite.config.ts',
      built: 'dist/index.html',
      madeOf: ['src', 'public', 'scripts/build', 'index.html', 'vite.config.ts', 'package-lock.json'],
    })
  }
  if (local === undefined) {
    const { config, relayConnect } = options
    const host = await startConsole({ config, port: consolePort, relayConnect }, options.dev)
    running.push(host)
    console.log(welcome(host.url))
    return
  }
  const localAws = await startLocalAwsHost(local)
  running.push(localAws)
  const host = await startConsole(
    {
      config: localConfig(localAws.url),
      port: consolePort,
      // What the page of a local AWS signs must not reach the real one.
      relayConnect: options.relayConnect ?? localAws.url,
    },
    options.dev,
  )
  running.push(host)
  let userPoolUrl: string | undefined
  if (options.userPool !== undefined) {
    // Last, because it has to know where the console is: nobody is sent back elsewhere.
    const { port } = new URL(host.url)
    const consoleOrigins = ['127.0.0.1', 'localhost'].map((name) => `http://${name}:${port}`)
    const userPool = await startUserPool({ ...options.userPool, consoleOrigins })
    running.push(userPool)
    userPoolUrl = userPool.url
    localAws.localAws.trust(userPool.issuer)
    host.configure(localConfig(localAws.url, userPool.signIn))
  }
  console.log(welcome(host.url, localAws.url, userPoolUrl))
  for (const notice of localAws.notices) console.log(`  ${notice}\n`)
  // Its keys take a while to make: the first page need not wait for them.
  if (options.userPool === undefined) await localAws.localAws.idTokenOf('ana')
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

function welcome(consoleUrl: string, localAwsUrl?: string, userPoolUrl?: string): string {
  if (localAwsUrl === undefined) return `\n  Heartbeat console   ${consoleUrl}\n\n  Ctrl-C stops it.\n`
  const keys = 'AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1'
  return `
  Heartbeat console   ${consoleUrl}
  Local AWS           ${localAwsUrl}   (Step Functions, SWF and Cognito; nothing leaves this machine)
${userPoolUrl === undefined ? '' : `  User pool           ${userPoolUrl}   (simulated: ana, vic and nora sign in without a password)\n`}
  Try:
    open the board, pick a task that is dying and send it a heartbeat
    kill a worker and watch its task time out:
      curl ${localAwsUrl}/_local/workers -d '{"name":"worker-7","behaviour":"dead"}'
    look at the same AWS from the AWS CLI:
      ${keys} \\
        aws stepfunctions list-state-machines --endpoint-url ${localAwsUrl}

  Ctrl-C stops them.
`
}

async function stop(exitCode: number): Promise<void> {
  await Promise.allSettled(running.map((server) => server.close()))
  process.exit(exitCode)
}
