// `npm start`: runs scripts/start.ts, built into one file. Plain JavaScript, see build/fresh-build.js.
import { buildWhereStale } from './build/fresh-build.js'

try {
  buildWhereStale({
    what: 'The program',
    config: 'vite.start.config.ts',
    built: 'dist-start/start.js',
    madeOf: ['src', 'scripts', 'vite.start.config.ts', 'package-lock.json'],
  })
  await import(new URL('../dist-start/start.js', import.meta.url).href)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
