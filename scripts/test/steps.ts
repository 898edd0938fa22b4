import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONReport } from 'playwright/types/testReporter'
import { findChromium } from '../chromium.ts'
import { run } from '../run.ts'
import { installDeploy } from './install-deploy.ts'
import { playwrightTally } from './playwright-tally.ts'
import { singleTally, suiteTally, sumTallies, type Tally } from './tally.ts'

export interface Step {
  readonly name: string
  /** The step that must have passed for this one to make sense. */
  readonly after?: string
  readonly timeoutMs: number
  readonly run: (context: StepContext) => Promise<Tally>
}

interface StepContext {
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

const minuteMs = 60_000

/** The steps of `npm test` in their order; the limits are no measure of speed: each alone stops a hang. */
export const steps: readonly Step[] = [
  { name: 'types', timeoutMs: 2 * minuteMs, run: single('typescript/bin/tsc', '-p', '.') },
  {
    name: 'lint',
    timeoutMs: 2 * minuteMs,
    run: single('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix'),
  },
  {
    name: 'format',
    timeoutMs: minuteMs,
    run: single('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  },
  { name: 'unit', timeoutMs: 12 * minuteMs, run: unit },
  { name: 'clients', timeoutMs: 12 * minuteMs, run: clients },
  { name: 'build', timeoutMs: 2 * minuteMs, run: single('vite/bin/vite.js', 'build') },
  {
    name: 'build:demo',
    timeoutMs: 2 * minuteMs,
    run: single('vite/bin/vite.js', 'build', '--config', 'vite.demo.config.ts'),
  },
  {
    name: 'build:start',
    timeoutMs: 2 * minuteMs,
    run: single('vite/bin/vite.js', 'build', '--config', 'vite.start.config.ts'),
  },
  { name: 'e2e', after: 'build', timeoutMs: 24 * minuteMs, run: (context) => e2e(context) },
  { name: 'deploy', timeoutMs: 10 * minuteMs, run: deploy },
]

/** The steps of `npm run test:long`: what takes too long for every change, at sizes that find what is rare. */
export const longSteps: readonly Step[] = [
  { name: 'build', timeoutMs: 2 * minuteMs, run: single('vite/bin/vite.js', 'build') },
  {
    name: 'writes',
    after: 'build',
    timeoutMs: 40 * minuteMs,
    run: (context) => e2e(context, ['e2e/writes.e2e.ts'], { WRITE_ROUNDS: '20' }),
  },
  ...['2', '3', '4'].map((seed) => ({
    name: `truth, seed ${seed}`,
    timeoutMs: 20 * minuteMs,
    run: command('--import', 'tsx', 'scripts/truth.ts', '--tasks', '3000', '--seed', seed),
  })),
]

/** A tool from node_modules whose exit code is the whole result. */
function single(tool: string, ...args: string[]): Step['run'] {
  return command(`node_modules/${tool}`, ...args)
}

/** A run of Node whose exit code is the whole result. */
function command(...args: string[]): Step['run'] {
  return async (context) => {
    const result = await run(process.execPath, args, context)
    return singleTally(result.exitCode === 0, result.timedOut ? 'it ran out of time' : undefined)
  }
}

async function unit(context: StepContext): Promise<Tally> {
  const { counted, endedWell } = await vitest('vitest.config.ts', context)
  return suiteTally(counted, endedWell)
}

/** AWS's own clients; where none of them is on this machine, all is skipped with the reason. */
async function clients(context: StepContext): Promise<Tally> {
  const { counted, endedWell } = await vitest('vitest.clients.config.ts', context)
  return suiteTally(counted, endedWell, { mayBeSkipped: true })
}

async function vitest(
  config: string,
  context: StepContext,
): Promise<{ counted: Tally | undefined; endedWell: boolean }> {
  return withReport(async (file) => {
    const reporters = ['--reporter=default', '--reporter=./scripts/test/vitest-tally-reporter.ts']
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters]
    const result = await run(process.execPath, args, { ...context, env: { VITEST_TALLY_FILE: file } })
    // The reporter beside this file wrote it.
    return { counted: readReport(file) as Tally | undefined, endedWell: result.exitCode === 0 }
  })
}

/** The end-to-end tests in `files`, by default all. */
async function e2e(
  context: StepContext,
  files: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Tally> {
  await findChromium(console.log)
  return withReport(async (file) => {
    const args = ['test', '--reporter=list,json', ...files]
    const result = await run(process.execPath, ['node_modules/playwright/cli.js', ...args], {
      ...context,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_FORCE_TTY: '0' },
    })
    // Playwright's own JSON reporter wrote it.
    const report = readReport(file) as JSONReport | undefined
    return suiteTally(report === undefined ? undefined : playwrightTally(report), result.exitCode === 0)
  })
}

/** What puts the console on AWS is a package of its own: installed here, and skipped where its packages cannot be had. */
async function deploy(context: StepContext): Promise<Tally> {
  const problem = await installDeploy(context)
  if (problem?.kind === 'unreachable') {
    return { passed: 0, failed: 0, skipped: [{ name: 'deploy', reason: problem.reason }], remarks: [] }
  }
  if (problem !== undefined) return singleTally(false, problem.reason)
  const types = await single('typescript/bin/tsc', '-p', 'deploy')(context)
  const { counted, endedWell } = await vitest('deploy/vitest.config.ts', context)
  return sumTallies([types, suiteTally(counted, endedWell)])
}

async function withReport<T>(work: (file: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'heartbeat-console-'))
  try {
    return await work(join(directory, 'report.json'))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // None, or half of one: the suite was ended before it could write it.
    return undefined
  }
}
