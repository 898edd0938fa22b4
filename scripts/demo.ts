// `npm run demo`: serves the demo on this machine, built anew where its source is newer than the last build.
import { startStaticHost } from '../src/server/static-host.ts'
import { buildWhereStale } from './build/fresh-build.js'

const DIRECTORY = 'dist-demo'

try {
  buildWhereStale({
    what: 'The demo',
    config: 'vite.demo.config.ts',
    built: `${DIRECTORY}/index.html`,
    madeOf: ['src', 'scripts/build', 'demo.html', 'vite.demo.config.ts', 'package-lock.json'],
  })
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
