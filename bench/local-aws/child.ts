import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export interface Child {
  readonly port: number
  /** Says something to it and gives what it says next. */
  ask(message: string): Promise<unknown>
  close(): Promise<void>
}

/** Starts a server of this folder; resolves when it listens. */
export async function startChild(file: string, args: readonly string[] = []): Promise<Child> {
  const child: ChildProcess = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--expose-gc', '--import', 'tsx'],
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
