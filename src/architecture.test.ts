import { describe, expect, it } from 'vitest'
import { forbiddenUsesOf, importCycles, isTest, mayImport, roomOf } from '../scripts/architecture/rooms.ts'
import { parseSourceFile, readSourceFiles, type SourceFile } from '../scripts/architecture/source-file.ts'

const files = readSourceFiles('src')
const rooms = new Set(
  'lib asl domain aws console queries parts features app ui local-aws people policies server main demo demo-main'.split(
    ' ',
  ),
)
const lineLimit = 400
/** Files that are better whole than in parts, each with the reason. */
const longFiles: Readonly<Record<string, string>> = {}

describe('the source of the console', () => {
  it('lies in rooms that the rules know', () => {
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter(({ path }) => !isTest(path) && !rooms.has(roomOf(path)))).toEqual([])
  })

  it('imports only what its room may know', () => {
    const refused = files.flatMap(({ path, imports }) =>
      imports.filter((imported) => !mayImport(path, imported)).map((imported) => `${path} -> ${imported}`),
    )
    expect(refused).toEqual([])
  })

  it('names files of its own with their extension', () => {
    const paths = new Set(files.map(({ path }) => path))
    const unknown = files.flatMap(({ path, imports }) =>
      imports
        .filter((imported) => /^src\/.*(?:\.tsx?|\/[^.]*)$/.test(imported) && !paths.has(imported))
        .map((imported) => `${path} -> ${imported}`),
    )
    expect(unknown).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(importCycles(files)).toEqual([])
  })

  it('has no `export *` and no barrel files', () => {
    expect(files.filter(({ hasExportAll }) => hasExportAll).map(({ path }) => path)).toEqual([])
    expect(files.filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path)).toEqual([])
  })

  it('takes time, chance and the network as arguments where it must be pure, and mocks no module', () => {
    const found = files.flatMap((file) => forbiddenUsesOf(file).map((use) => `${file.path}: ${use}`))
    expect(found).toEqual([])
  })

  it('starts workers in one place, by the policy of the page', () => {
    const starting = files.filter(
      ({ path, uses }) => !isTest(path) && (uses.has('Worker') || uses.has('SharedWorker')),
    )
    expect(starting.map(({ path }) => path)).toEqual(['src/lib/worker-starter.ts'])
  })

  it(`has no file over ${lineLimit} lines without a reason`, () => {
    const long = files.filter(({ lineCount }) => lineCount > lineLimit).map(({ path }) => path)
    expect(long).toEqual(Object.keys(longFiles))
  })
})

describe('the rules', () => {
  it.each([
    ['src/domain/a.ts', 'src/lib/b.ts'],
    ['src/domain/a.ts', 'src/asl/b.ts'],
    ['src/main.tsx', 'src/app/a.tsx'],
    ['src/features/board/a.tsx', 'src/features/board/b.tsx'],
    ['src/features/board/a.tsx', 'src/parts/b.tsx'],
    ['src/parts/a.tsx', 'src/ui/b.tsx'],
    ['src/parts/a.tsx', 'react'],
    ['src/aws/a.ts', '@aws-sdk/client-sfn'],
    ['src/server/a.ts', 'src/local-aws/b.ts'],
    ['src/server/a.ts', 'node:http'],
    ['src/local-aws/a.ts', 'src/policies/b.ts'],
    ['src/people/a.ts', 'src/local-aws/b.ts'],
    ['src/server/a.ts', 'src/people/b.ts'],
    ['src/demo/a.tsx', 'src/people/b.ts'],
    ['src/local-aws/a.ts', 'jose'],
    ['src/domain/a.test.ts', 'fast-check'],
    ['src/aws/a.test.ts', 'src/server/local-aws-host.ts'],
    ['src/domain/a.test.ts', 'src/domain/test-b.ts'],
    ['src/demo-main.tsx', 'src/demo/a.tsx'],
    ['src/demo/a.tsx', 'src/local-aws/b.ts'],
    ['src/demo/a.tsx', 'src/app/b.tsx'],
  ])('let %s import %s', (path, imported) => {
    expect(mayImport(path, imported)).toBe(true)
  })

  it.each([
    ['src/domain/a.ts', 'src/aws/b.ts'],
    ['src/asl/a.ts', 'src/domain/b.ts'],
    ['src/lib/a.ts', 'src/asl/b.ts'],
    ['src/local-aws/a.ts', 'src/domain/b.ts'],
    ['src/policies/a.ts', 'src/local-aws/b.ts'],
    ['src/console/a.ts', 'src/policies/b.ts'],
    ['src/local-aws/a.ts', 'src/people/b.ts'],
    ['src/console/a.ts', 'src/people/b.ts'],
    ['src/console/a.ts', 'jose'],
    ['src/main.tsx', 'src/local-aws/a.ts'],
    ['src/app/a.tsx', 'src/local-aws/a.ts'],
    ['src/main.tsx', 'src/demo/a.tsx'],
    ['src/app/a.tsx', 'src/demo/a.tsx'],
    ['src/local-aws/a.ts', 'src/demo/b.ts'],
    ['src/demo/a.tsx', '@aws-sdk/client-sfn'],
    ['src/server/a.ts', 'src/domain/b.ts'],
    ['src/ui/a.tsx', 'src/parts/b.tsx'],
    ['src/ui/a.tsx', 'src/domain/b.ts'],
    ['src/console/a.ts', 'src/ui/b.tsx'],
    ['src/features/board/a.tsx', 'src/features/task/b.tsx'],
    ['src/domain/a.ts', '@aws-sdk/client-sfn'],
    ['src/features/board/a.tsx', '@aws-sdk/client-sfn'],
    ['src/console/a.ts', 'react'],
    ['src/features/sign-in/a.tsx', 'oidc-client-ts'],
    ['src/local-aws/a.ts', 'node:crypto'],
    ['src/parts/a.tsx', 'src/parts/a.test.tsx'],
    ['src/parts/a.test.tsx', 'src/parts/b.test.tsx'],
    ['src/parts/a.tsx', 'src/parts/test-b.tsx'],
    ['src/parts/a.tsx', 'scripts/run.ts'],
  ])('refuse %s importing %s', (path, imported) => {
    expect(mayImport(path, imported)).toBe(false)
  })

  it('see imports of every form, and no text that only looks like one', () => {
    const text = `
      import a, { type B } from './a.ts'
      import type { C } from '../lib/c.ts'
      import './d.css'
      export { e } from './e.ts'
      export * as f from './f.ts'
      const g = () => import('./g.ts')
      type H = import('./h.ts').H
      // import x from './x.ts'
      const text = "import y from './y.ts'"
    `
    const { imports, hasExportAll } = parseSourceFile('src/domain/z.ts', text)
    const names = ['a.ts', 'd.css', 'e.ts', 'f.ts', 'g.ts', 'h.ts'].map((name) => `src/domain/${name}`)
    expect(new Set(imports)).toEqual(new Set([...names, 'src/lib/c.ts']))
    expect(hasExportAll).toBe(true)
  })

  it.each([
    ['src/domain/a.ts', 'const now = Date.now()', 'Date.now'],
    ['src/domain/a.ts', 'const now = new Date()', 'new Date()'],
    ['src/asl/a.ts', 'setTimeout(() => 1, 2)', 'setTimeout'],
    ['src/local-aws/a.ts', 'const x = Math.random()', 'Math.random'],
    ['src/local-aws/a.ts', "const x = Buffer.from('')", 'Buffer'],
    ['src/domain/a.ts', 'const x = { process }', 'process'],
    ['src/domain/a.ts', 'const x = (get = fetch) => get', 'fetch'],
    ['src/domain/a.test.ts', "vi.mock('./b.ts')", 'vi.mock'],
  ])('see in %s: %s', (path, text, use) => {
    expect(forbiddenUsesOf(parseSourceFile(path, text))).toEqual([use])
  })

  it('leave alone what only looks like the time of now or a global', () => {
    const text = `
      const a = new Date(0), b = Date.parse('2020'), c = { fetch: 1, Buffer: 2 }
      const d = (document: string, { process }: { process: number }) => document + process + c.fetch
    `
    expect(forbiddenUsesOf(parseSourceFile('src/domain/a.ts', text))).toEqual([])
  })

  it('forbid nothing in a folder without rules, whatever its name', () => {
    for (const folder of ['others', 'constructor', 'toString', '__proto__']) {
      expect(forbiddenUsesOf(parseSourceFile(`src/${folder}/a.ts`, 'fetch()'))).toEqual([])
    }
  })

  it('find circles and no others', () => {
    const file = (path: string, ...imports: string[]): Pick<SourceFile, 'path' | 'imports'> => ({
      path,
      imports,
    })
    const diamond = [file('a', 'b', 'c'), file('b', 'd'), file('c', 'd'), file('d')]
    expect(importCycles(diamond)).toEqual([])
    expect(importCycles([...diamond, file('e', 'f'), file('f', 'e')])).toEqual(['e -> f -> e'])
  })
})
