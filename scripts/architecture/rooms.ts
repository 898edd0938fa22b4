import type { SourceFile } from './source-file.ts'

/** The rooms in the order in which they may know each other: each may import those before it. */
const chain = ['lib', 'asl', 'domain', 'aws', 'console', 'queries', 'parts', 'features', 'app', 'main']
const withViews = new Set(['parts', 'features', 'app', 'main', 'demo', 'demo-main'])

/** Modules that only some rooms may import; a room that none of the patterns names may import any other module. */
const modules: readonly { readonly pattern: RegExp; readonly rooms: ReadonlySet<string> }[] = [
  { pattern: /^node:/, rooms: new Set(['server']) },
  { pattern: /^(?:vite|vitest|playwright|tsx|fast-check)(?:\/|$)/, rooms: new Set(['server']) },
  { pattern: /^(?:@aws-sdk|@smithy)\//, rooms: new Set(['aws', 'local-aws']) },
  { pattern: /^(?:react|react-dom|@tanstack\/react-router)(?:\/|$)/, rooms: new Set([...withViews, 'ui']) },
  { pattern: /^oidc-client-ts$/, rooms: new Set(['console']) },
  { pattern: /^@cloudscape-design\//, rooms: new Set([...withViews, 'ui']) },
  { pattern: /^jose(?:\/|$)/, rooms: new Set(['local-aws', 'people', 'server']) },
  { pattern: /^@tanstack\/(?:react-query|query-core)$/, rooms: new Set([...withViews, 'queries']) },
]

/** What a file may not use, by room: time, chance and the network are arguments there, so that a test can hold them. */
const nowAndChance = ['Date.now', 'new Date()', 'performance.now', 'Math.random', 'crypto']
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'requestAnimationFrame']
const nodeGlobals = ['Buffer', 'process', '__dirname', 'require']
const pure = [...nowAndChance, ...timers, ...nodeGlobals, 'fetch', 'window', 'document', 'localStorage']
const forbiddenUses: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    lib: nodeGlobals,
    asl: pure,
    domain: pure,
    policies: pure,
    'local-aws': [...nowAndChance, ...timers, ...nodeGlobals, 'fetch', 'window', 'document'],
    people: [...nowAndChance, ...timers, ...nodeGlobals, 'fetch', 'window', 'document'],
  }),
)

/** The room of a file below src: its first folder, or its name for a file that lies in src itself. */
export function roomOf(path: string): string {
  const [, first = '', ...rest] = path.split('/')
  return rest.length > 0 ? first : first.replace(/\.tsx?$/, '')
}

/** A test, or what only tests use: `thing.test.ts`, `test-thing.ts`, `testing-thing.ts`. */
export function isTest(path: string): boolean {
  return isTestFile(path) || /\/test(?:ing)?-[^/]*\.tsx?$/.test(path)
}

function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

/** Whether a file may import another file of src, or a module, by the rules of docs/architecture.md. */
export function mayImport(path: string, imported: string): boolean {
  if (imported.startsWith('src/')) return mayImportFile(path, imported)
  if (imported.startsWith('scripts/')) return isTest(path)
  if (isTest(path)) return true
  return modules.every(({ pattern, rooms }) => !pattern.test(imported) || rooms.has(roomOf(path)))
}

function mayImportFile(path: string, imported: string): boolean {
  const from = roomOf(path)
  const to = roomOf(imported)
  if (isTestFile(imported)) return false
  if (isTest(path)) return true
  if (isTest(imported)) return false
  if (from === to) return from !== 'features' || featureOf(path) === featureOf(imported)
  if (to === 'lib') return true
  // It knows nothing but lib; the local AWS is to enforce what it says, as IAM does.
  if (to === 'policies') return from === 'local-aws' || from === 'server'
  if (from === 'local-aws') return to === 'asl'
  // Whoever signs ID tokens is somebody else than the AWS that verifies them.
  if (from === 'people') return to === 'local-aws'
  if (from === 'server') return to === 'asl' || to === 'local-aws' || to === 'people'
  if (to === 'ui') return withViews.has(from)
  // The demo is the console and its AWS in one page: the one place where the two meet.
  if (from === 'demo') return to === 'local-aws' || to === 'people' || (chain.includes(to) && to !== 'main')
  if (from === 'demo-main') return to === 'demo'
  return chain.includes(to) && chain.indexOf(to) < chain.indexOf(from)
}

function featureOf(path: string): string | undefined {
  return path.split('/')[2]
}

/** The forbidden names that a file uses. A test may use what it likes. */
export function forbiddenUsesOf(file: SourceFile): string[] {
  if (isTest(file.path)) return file.uses.has('vi.mock') || file.uses.has('vi.doMock') ? ['vi.mock'] : []
  return (forbiddenUses.get(roomOf(file.path)) ?? []).filter((name) => file.uses.has(name))
}

/** Circles of imports between files, each once, as a path that ends where it begins. */
export function importCycles(files: readonly Pick<SourceFile, 'path' | 'imports'>[]): string[] {
  const imports = new Map(files.map((file) => [file.path, file.imports]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' -> '))
    if (start >= 0 || done.has(path)) return
    for (const imported of imports.get(path) ?? []) visit(imported, [...trail, path])
    done.add(path)
  }
  for (const path of imports.keys()) visit(path, [])
  return cycles
}
