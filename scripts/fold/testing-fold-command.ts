import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm run --silent fold -- ...args`, with `input` as its standard input. */
export function runFold(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', 'fold', ...(args.length > 0 ? ['--', ...args] : [])], {
      cwd: root,
      // A command file on Windows, which only a shell can start.
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_loglevel: 'silent' },
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
    // It need not read its input to the end.
    child.stdin.once('error', () => undefined)
    child.stdin.end(input)
  })
}
