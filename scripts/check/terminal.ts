import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Where a person is asked. */
export interface Terminal {
  /** What is typed up to the end of the line. Rejects where the person gives up: Ctrl-C, or the end of the input. */
  ask(question: string, answer: 'shown' | 'hidden'): Promise<string>
  close(): void
}

/** The terminal itself echoes nothing as long as it is open; questions go to `output`, which may be told from what is piped on. */
export function openTerminal(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Terminal {
  let echoes = false
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (echoes) output.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0 })
  const typed: string[] = []
  let taken: ((line: string | null) => void) | undefined
  let isClosed = false
  lines.on('line', (line) => {
    // At once: of what was pasted in one go, the lines after the first may be secret.
    echoes = false
    const take = taken
    taken = undefined
    if (take === undefined) typed.push(line)
    else take(line)
  })
  lines.once('close', () => {
    isClosed = true
    taken?.(null)
  })
  return {
    async ask(question, answer) {
      output.write(question)
      echoes = answer === 'shown'
      const line = await new Promise<string | null>((resolve) => {
        const next = typed.shift()
        if (next !== undefined) resolve(next)
        else if (isClosed) resolve(null)
        else taken = resolve
      })
      // The end of a line is echoed with it.
      if (answer === 'hidden' || line === null) output.write('\n')
      if (line === null) throw new Error('Nothing was sent.')
      return line
    },
    close: () => lines.close(),
  }
}
