import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { withoutSecrets } from './testing-place.ts'

export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

const script = fileURLToPath(new URL('aws_cli_calls.py', import.meta.url))

/**
 * An AWS CLI that is loaded once and then forked for each call: its start is most of what a call costs, and there are hundreds. Undefined
 * where `path` is no Python script, as in AWS's own package: then each call starts it.
 */
export function warmAwsCli(path: string): WarmAwsCli | undefined {
  const python = /^#!\s*(\S*python[\d.]*)\s*$/m.exec(firstLineOf(path))?.[1]
  return python === undefined ? undefined : new WarmAwsCli(python, path)
}

export class WarmAwsCli {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #folder = mkdtempSync(join(tmpdir(), 'heartbeat-console-aws-cli-'))
  readonly #waiting = new Map<number, { resolve(code: number): void; reject(error: Error): void }>()
  #calls = 0

  constructor(python: string, path: string) {
    this.#process = spawn(python, [script, path], {
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
    })
    createInterface(this.#process.stdout).on('line', (line) => {
      // The script wrote it, in this form.
      const { id, code } = JSON.parse(line) as { id: number; code: number }
      this.#waiting.get(id)?.resolve(code)
      this.#waiting.delete(id)
    })
    this.#process.stdin.on('error', () => undefined)
    let complaints = ''
    this.#process.stderr.on('data', (data: Buffer) => {
      complaints += data.toString()
    })
    this.#process.on('close', (code) => {
      const error = new Error(`the AWS CLI's Python ended with ${code}: ${withoutSecrets(complaints)}`)
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
  }

  async run(
    args: readonly string[],
    { env, cwd }: { readonly env: Record<string, string>; readonly cwd: string },
  ): Promise<Ended> {
    this.#calls += 1
    const id = this.#calls
    const out = join(this.#folder, `${id}.out`)
    const err = join(this.#folder, `${id}.err`)
    // Through its standard input: arguments, a token among them, are anybody's to read.
    const exitCode = await new Promise<number>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#process.stdin.write(`${JSON.stringify({ id, args, env, cwd, out, err })}\n`)
    })
    try {
      return { exitCode, stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') }
    } finally {
      for (const file of [out, err]) rmSync(file, { force: true })
    }
  }

  end(): void {
    this.#process.stdin.end()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function firstLineOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(256)
    return start.toString('utf8', 0, readSync(file, start)).split('\n')[0] ?? ''
  } finally {
    closeSync(file)
  }
}
