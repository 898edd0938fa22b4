import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks at the terminal, and shows nothing of what is typed. */
export function askHidden(question: string): Promise<string> {
  return ask(question, new Writable({ write: (_chunk, _encoding, done) => done() }))
}

/** Asks at the terminal. */
export function askShown(question: string): Promise<string> {
  return ask(question, process.stderr)
}

async function ask(question: string, echo: NodeJS.WritableStream): Promise<string> {
  process.stderr.write(question)
  const lines = createInterface({ input: process.stdin, output: echo, terminal: true, historySize: 0 })
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(''))
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
