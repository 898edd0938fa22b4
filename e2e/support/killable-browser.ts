import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type LaunchOptions } from 'playwright/test'

/** A browser with a profile on disk, which a test kills and starts again. */
export interface KillableBrowser {
  readonly context: BrowserContext
  /** Ends its process at once, as a crash or a power button does. */
  kill(): Promise<void>
}

/** Starts the browser of these tests on the profile in `directory`. */
export async function startKillable(
  directory: string,
  { executablePath, args = [], chromiumSandbox }: LaunchOptions,
): Promise<KillableBrowser> {
  const portFile = join(directory, 'DevToolsActivePort')
  const browser = spawn(
    executablePath ?? chromium.executablePath(),
    [
      ...args,
      ...(chromiumSandbox === true ? [] : ['--no-sandbox']),
      '--headless',
      '--no-default-browser-check',
      '--remote-debugging-port=0',
      `--user-data-dir=${directory}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  )
  const port = await portOf(portFile, browser)
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [context] = connected.contexts()
  if (context === undefined) throw new Error('the browser has no window')
  return {
    context,
    async kill() {
      const over = new Promise((resolve) => {
        browser.once('exit', resolve)
      })
      browser.kill('SIGKILL')
      await over
      await connected.close()
    },
  }
}

/** The browser writes where it listens; an earlier one on the same profile may have written the file, too. */
async function portOf(portFile: string, browser: ChildProcess): Promise<string> {
  let port = ''
  await expect
    .poll(async () => {
      if (browser.exitCode !== null) throw new Error('the browser did not start')
      if (!existsSync(portFile)) return false
      port = readFileSync(portFile, 'utf8').split('\n')[0] ?? ''
      return fetch(`http://127.0.0.1:${port}/json/version`).then(
        ({ ok }) => ok,
        () => false,
      )
    })
    .toBe(true)
  return port
}
