import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright'
import { canInstallWithApt, installWithApt } from './apt.ts'
import { withoutPopups } from './browser-features.ts'
import { run } from './run.ts'

/** The Chromium that the end-to-end tests use, as it stands in the variable `E2E_CHROMIUM`. */
export interface ChromiumChoice {
  /** Where it was found, in words. */
  readonly source: string
  /** Absent: the one that Playwright finds by itself. */
  readonly executablePath?: string
  readonly sandbox: boolean
  readonly args: readonly string[]
}

/** Nobody's browser needs these in a test, and each of them reaches for the network or the GPU. */
const quietArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/opt/homebrew/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const installCommand = 'npx playwright install --with-deps chromium'
const launchTimeoutMs = 30_000
const cacheDirectory = '.cache/chromium'

/** The message tells what to run; `scripts/test.ts` shows it and fails the step. */
export class NoChromium extends Error {
  override readonly name = 'NoChromium'
}

/**
 * The first Chromium that really starts and loads a page, in this order: `CHROMIUM_PATH`, Playwright's own, one of
 * the system, and, where there is none, one installed now. Writes the choice to `E2E_CHROMIUM`; when that is set
 * already, it is taken as it stands. Rejects with `NoChromium`.
 */
export async function findChromium(say: (line: string) => void): Promise<ChromiumChoice> {
  const chosen = chosenChromium()
  if (chosen !== undefined) return chosen
  const choice = (await findInstalled(say)) ?? (await install(say))
  if (choice === undefined) {
    throw new NoChromium(
      `No Chromium starts on this machine. Run this, then try again:\n  ${installCommand}\n` +
        'or set CHROMIUM_PATH to the program file of a Chromium or Chrome.',
    )
  }
  process.env['E2E_CHROMIUM'] = JSON.stringify(choice)
  say(`Chromium: ${choice.source}${choice.sandbox ? '' : ', without its sandbox (it cannot start with it)'}`)
  return choice
}

/** The choice that `findChromium` made in this process or in the one that started it. */
export function chosenChromium(): ChromiumChoice | undefined {
  const text = process.env['E2E_CHROMIUM']
  // Written by findChromium above and by nobody else.
  return text === undefined ? undefined : (JSON.parse(text) as ChromiumChoice)
}

async function findInstalled(say: (line: string) => void): Promise<ChromiumChoice | undefined> {
  const asked = process.env['CHROMIUM_PATH']
  if (asked !== undefined && asked !== '') {
    const choice = await tryLaunch(`CHROMIUM_PATH ${asked}`, asked)
    if (choice !== undefined) return choice
    say(`CHROMIUM_PATH names ${asked}, which does not start: looking for another one`)
  }
  const own = existsSync(chromium.executablePath())
    ? await tryLaunch("Playwright's own", undefined)
    : undefined
  return own ?? (await findInSystem())
}

async function findInSystem(): Promise<ChromiumChoice | undefined> {
  for (const path of systemBrowsers.filter((candidate) => existsSync(candidate))) {
    const choice = await tryLaunch(path, path)
    if (choice !== undefined) return choice
  }
  return undefined
}

async function install(say: (line: string) => void): Promise<ChromiumChoice | undefined> {
  if (canInstallWithApt()) {
    say('No Chromium found: installing it with apt-get')
    await installWithApt(['chromium'])
    const choice = await findInSystem()
    if (choice !== undefined) return choice
  }
  say("No Chromium found: getting Playwright's")
  await runQuietly(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'])
  const own = existsSync(chromium.executablePath())
    ? await tryLaunch("Playwright's own", undefined)
    : undefined
  if (own !== undefined) return own
  say('No Chromium found: getting @sparticuz/chromium from npm')
  return installFromNpm()
}

/** A Chromium for Linux inside an npm package: no part of the project, only a last resort. */
async function installFromNpm(): Promise<ChromiumChoice | undefined> {
  const prefix = ['--prefix', cacheDirectory, '--no-save', '--no-package-lock']
  await runQuietly('npm', ['install', ...prefix, '@sparticuz/chromium@147'])
  const entry = `${cacheDirectory}/node_modules/@sparticuz/chromium/build/esm/index.js`
  if (!existsSync(entry)) return undefined
  // The package is not installed when this file is checked, so its type cannot be imported.
  const loaded = (await import(pathToFileURL(entry).href)) as {
    default: { executablePath(): Promise<string> }
  }
  const path = await loaded.default.executablePath()
  // Not with the arguments it recommends: they switch off the browser's web security, which is under test.
  return tryLaunch('@sparticuz/chromium 147', path)
}

async function runQuietly(command: string, args: readonly string[]): Promise<void> {
  await run(command, args, { timeoutMs: 180_000 })
}

async function tryLaunch(
  source: string,
  executablePath: string | undefined,
): Promise<ChromiumChoice | undefined> {
  for (const sandbox of [true, false]) {
    const choice = {
      source,
      sandbox,
      args: quietArgs,
      ...(executablePath === undefined ? {} : { executablePath }),
    }
    const commandLine = await startedWith(choice)
    if (commandLine !== undefined) return { ...choice, args: [...quietArgs, withoutPopups(commandLine)] }
  }
  return undefined
}

/** The command line it runs with, Playwright's own switches included; undefined where it does not start. */
async function startedWith(choice: ChromiumChoice): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({
      args: [...choice.args],
      chromiumSandbox: choice.sandbox,
      timeout: launchTimeoutMs,
      ...(choice.executablePath === undefined ? {} : { executablePath: choice.executablePath }),
    })
    try {
      const page = await browser.newPage()
      await page.goto('about:blank', { timeout: launchTimeoutMs })
      const session = await browser.newBrowserCDPSession()
      return (await session.send('SystemInfo.getInfo')).commandLine
    } finally {
      await browser.close()
    }
  } catch {
    // It does not start this way: the next way or the next browser is tried.
    return undefined
  }
}
