import { spawn } from 'node:child_process'

export interface RunResult {
  /** Undefined when it was ended by a signal, ran out of time, or could not be started. */
  readonly exitCode: number | undefined
  readonly timedOut: boolean
}

const killAfterMs = 5_000

/**
 * Runs a program with this process's output and no input, and waits for it. It never rejects. After `timeoutMs`, or
 * when `signal` is raised, the program is asked to end and 5 s later made to. `onErrorText` gets what it writes to its
 * error output, which is shown all the same.
 */
export function run(
  command: string,
  args: readonly string[],
  options: {
    readonly timeoutMs: number
    readonly env?: Readonly<Record<string, string>>
    readonly signal?: AbortSignal
    readonly onErrorText?: (text: string) => void
  },
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', options.onErrorText === undefined ? 'inherit' : 'pipe'],
      env: { ...process.env, ...options.env },
      // npm is a command file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npm',
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text)
      options.onErrorText?.(text)
    })
    let timedOut = false
    let kill: NodeJS.Timeout | undefined
    const end = (): void => {
      child.kill('SIGTERM')
      kill ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    }
    const limit = setTimeout(() => {
      timedOut = true
      end()
    }, options.timeoutMs)
    const settle = (exitCode: number | undefined): void => {
      clearTimeout(limit)
      clearTimeout(kill)
      options.signal?.removeEventListener('abort', end)
      resolve({ exitCode: timedOut ? undefined : exitCode, timedOut })
    }
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      settle(undefined)
    })
    child.once('close', (code) => settle(code ?? undefined))
    if (options.signal?.aborted === true) end()
    else options.signal?.addEventListener('abort', end, { once: true })
  })
}
