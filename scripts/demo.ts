// `npm run demo`: serves the demo on this machine, built anew where its source is newer than the last build.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startStaticHost } from '../src/server/static-host.ts'
import { run } from './run.ts'

const DIRECTORY = 'dist-demo'
const BUILT = join(DIRECTORY, 'index.html')
const MADE_OF = ['src', 'scripts/build', 'demo.html', 'vite.demo.config.ts', 'package-lock.json']

try {
  if (!isUpToDate()) await build()
  const { DEMO_PORT: port = '5175' } = process.env
  const host = await startStaticHost({
    directory: DIRECTORY,
    port: Number(port),
    what: 'the demo',
    variable: 'DEMO_PORT',
  })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => void host.close().then(() => process.exit(0)))
  console.log(`\n  The demo   ${host.url}\n\n  Ctrl-C stops it.\n`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function isUpToDate(): boolean {
  return existsSync(BUILT) && Math.max(...MADE_OF.map(newestIn)) <= statSync(BUILT).mtimeMs
}

/** When the newest file there was written, epoch milliseconds. */
function newestIn(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const files = readdirSync(path, { recursive: true }).map((file) => join(path, String(file)))
  return Math.max(...files.map((file) => statSync(file).mtimeMs))
}

async function build(): Promise<void> {
  const args = [
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'vite.demo.config.ts',
    '--logLevel',
    'warn',
  ]
  const { exitCode } = await run(process.execPath, args, { timeoutMs: 300_000 })
  if (exitCode !== 0) throw new Error('The demo could not be built: see above.')
}
