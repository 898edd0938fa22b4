import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export interface Child {
  readonly port: number
  /** Says something to it and gives what it says next. */
  ask(message: string): Promise<unknown>
  close(): Promise<void>
}

/** Starts a server, a built one or one of this folder from its source; resolves when it listens. */
export async function startChild(file: string, args: readonly string[] = []): Promise<Child> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child: ChildProcess = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--expose-gc', ...loader],
  })
  const heard = async (): Promise<unknown> => {
    const [said]: unknown[] = await once(child, 'message')
    return said
  }
  const { port } = (await heard()) as { port: number } // what both servers say first
  return {
    port,
    ask(message) {
      const answer = heard()
      child.send(message)
      return answer
    },
    async close() {
      const closed = once(child, 'exit')
      child.disconnect()
      await closed
    },
  }
}
