import { run } from '../run.ts'

/** Why `deploy` has not been installed: `unreachable` is no fault of the project's. */
export interface InstallProblem {
  readonly kind: 'unreachable' | 'broken'
  readonly reason: string
}

/** Installs the packages of `deploy/` as its lock file has them; undefined where that went well. */
export async function installDeploy(context: {
  readonly signal: AbortSignal
  readonly timeoutMs: number
}): Promise<InstallProblem | undefined> {
  let errorText = ''
  const args = ['ci', '--prefix', 'deploy', '--prefer-offline', '--fetch-retries=1']
  const { exitCode, timedOut } = await run('npm', args, {
    ...context,
    onErrorText(text) {
      errorText += text
    },
  })
  if (exitCode === 0) return undefined
  if (timedOut) return { kind: 'broken', reason: 'npm ci ran out of time' }
  return installProblem(errorText)
}

/** What npm means when a package is neither kept here nor to be had: codes of Node's sockets and of npm's own cache. */
const unreachable =
  /^npm (?:error|ERR!) code (E(?:NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH|IDLETIMEOUT|NOTCACHED)|ERR_SOCKET_TIMEOUT)$/m

/** Reads npm's error output. Only that the network failed excuses: a lock file that does not fit is ours to mend. */
export function installProblem(errorText: string): InstallProblem {
  const code = unreachable.exec(errorText)?.[1]
  if (code !== undefined) {
    return { kind: 'unreachable', reason: `npm ci could not fetch the packages of deploy/: ${code}` }
  }
  const other = /^npm (?:error|ERR!) code (\S+)$/m.exec(errorText)?.[1] ?? 'no code given'
  return { kind: 'broken', reason: `npm ci failed in deploy/: ${other}` }
}
