import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type StaticHost, startStaticHost } from './static-host.ts'

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

async function host(path?: string): Promise<StaticHost> {
  const directory = mkdtempSync(join(tmpdir(), 'static-host-'))
  undo.push(() => rmSync(directory, { recursive: true }))
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), '<p>the folder</p>')
  writeFileSync(join(directory, 'demo.html'), '<p>the page</p>')
  writeFileSync(join(directory, 'assets', 'a-1.js'), '1')
  const started = await startStaticHost({
    directory,
    port: 0,
    what: 'the demo',
    variable: 'DEMO_PORT',
    ...(path === undefined ? {} : { path }),
  })
  undo.push(() => started.close())
  return started
}

describe('startStaticHost', () => {
  it.each([undefined, '/some/where/'])('serves the files of a folder below %s', async (path) => {
    const { url } = await host(path)
    const textAt = async (below: string): Promise<string> => (await fetch(new URL(below, url))).text()
    expect(await textAt('')).toBe('<p>the folder</p>')
    expect(await textAt('demo.html?scenario=human')).toBe('<p>the page</p>')
    expect(await textAt('assets/a-1.js')).toBe('1')
  })

  it('answers nothing else, and no other path', async () => {
    const { url } = await host('/some/where/')
    const statusOf = async (below: string, init?: RequestInit): Promise<number> =>
      (await fetch(new URL(below, url), init)).status
    expect(await statusOf('executions/x')).toBe(404)
    expect(await statusOf('/')).toBe(404)
    expect(await statusOf('/demo.html')).toBe(404)
    expect(await statusOf('demo.html', { method: 'POST' })).toBe(405)
  })

  it("sends the console's headers with every answer", async () => {
    const { url } = await host()
    for (const below of ['', 'nothing']) {
      const { headers } = await fetch(new URL(below, url))
      expect(headers.get('content-security-policy')).toContain("connect-src 'self'; base-uri 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-frame-options')).toBe('DENY')
    }
  })

  it('says what is missing where nothing has been built', async () => {
    const options = { directory: join(tmpdir(), 'nothing-here'), port: 0, what: 'x', variable: 'X' }
    await expect(startStaticHost(options)).rejects.toThrow('build it first')
  })
})
