import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openTerminal } from './terminal.ts'

function fakeTerminal() {
  const input = new PassThrough()
  const output = new PassThrough({ encoding: 'utf8' })
  return {
    terminal: openTerminal(input, output),
    type: (text: string) => input.write(text),
    shown: (): string => String(output.read() ?? ''),
  }
}

const secret = 'AAAA-secret-task-token'

describe('asking at a terminal', () => {
  it('shows what is typed, or nothing of it', async () => {
    const { terminal, type, shown } = fakeTerminal()
    const first = terminal.ask('Type yes: ', 'shown')
    type('yes\r')
    expect(await first).toBe('yes')
    expect(shown()).toContain('yes')
    const second = terminal.ask('Token: ', 'hidden')
    type(`${secret}x\b\r`)
    expect(await second).toBe(secret)
    expect(shown()).toBe('Token: \n')
  })

  it('shows nothing of a token that is pasted together with the answer before it', async () => {
    const { terminal, type, shown } = fakeTerminal()
    const first = terminal.ask('Type yes: ', 'shown')
    type(`yes\r${secret}\r`)
    expect(await first).toBe('yes')
    expect(await terminal.ask('Token: ', 'hidden')).toBe(secret)
    expect(shown()).not.toContain(secret.slice(0, 4))
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('ends with nothing sent at %s, before or while it asks', async (_, key) => {
    const { terminal, type } = fakeTerminal()
    const asked = terminal.ask('Token: ', 'hidden')
    type(key)
    await expect(asked).rejects.toThrow('Nothing was sent.')
    await expect(terminal.ask('Token: ', 'hidden')).rejects.toThrow('Nothing was sent.')
  })
})
