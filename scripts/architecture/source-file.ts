import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'vite'

/** What the architecture rules look at in one file. Paths are relative to the project, with `/`. */
export interface SourceFile {
  readonly path: string
  readonly lineCount: number
  /** Modules named by any form of import or re-export: types and dynamic ones too; relative ones as paths. */
  readonly imports: readonly string[]
  readonly hasExportAll: boolean
  /** Names used, as written: `Date.now`, `setTimeout`, `new Date()` (only where it takes the time of now). */
  readonly uses: ReadonlySet<string>
}

/** Every TypeScript file under `folder`. */
export function readSourceFiles(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path))
    .sort()
    .map((path) => parseSourceFile(path, readFileSync(path, 'utf8')))
}

/** Throws an Error for text that is no TypeScript. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text)
  const first = errors[0]
  if (first !== undefined) throw new Error(`${path}: ${first.message}`)
  const imports = new Set<string>()
  const uses = new Set<string>()
  const declared = new Set<string>()
  let hasExportAll = false
  for (const node of nodesOf(program)) {
    const source = importedModule(node)
    if (source !== undefined) imports.add(source.startsWith('.') ? resolveFrom(path, source) : source)
    if (node['type'] === 'ExportAllDeclaration') hasExportAll = true
    for (const name of namesDeclaredBy(node)) declared.add(name)
    const use = nameUsedBy(node)
    if (use !== undefined) uses.add(use)
  }
  // A parameter called `document` is not the page's document.
  for (const name of declared) uses.delete(name)
  return { path, lineCount: text.trimEnd().split('\n').length, imports: [...imports], hasExportAll, uses }
}

type Node = Readonly<Record<string, unknown>>

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item)
  } else if (isNode(value)) {
    yield value
    for (const [key, child] of Object.entries(value)) if (!isPlainName(value, key)) yield* nodesOf(child)
  }
}

/** The `b` of `a.b` and of `{ b: 1 }`: a name that refers to nothing in scope. */
function isPlainName(parent: Node, key: string): boolean {
  return (key === 'property' || key === 'key') && parent['computed'] === false && parent['shorthand'] !== true
}

/** Names bound by a declaration, a parameter list or an import; those inside a pattern too. */
function namesDeclaredBy(node: Node): string[] {
  const bindings = [node['params'], node['local'], node['param']]
  if (node['type'] === 'VariableDeclarator' || /Function/.test(String(node['type'])))
    bindings.push(node['id'])
  return bindings.flatMap(namesInPattern)
}

function namesInPattern(pattern: unknown): string[] {
  if (Array.isArray(pattern)) return pattern.flatMap(namesInPattern)
  if (!isNode(pattern)) return []
  const name = nameOf(pattern)
  if (name !== undefined) return [name]
  // Not the defaults in it, nor its types: those use names, they bind none.
  const { properties, value, elements, left, argument } = pattern
  return [properties, value, elements, left, argument].flatMap(namesInPattern)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function importedModule(node: Node): string | undefined {
  if (!importing.has(String(node['type']))) return undefined
  const source = node['source']
  if (!isNode(source)) return undefined
  const value = source['value']
  if (typeof value === 'string') return value
  throw new Error('an import must name its module with a plain string')
}

function nameUsedBy(node: Node): string | undefined {
  if (node['type'] === 'Identifier') return nameOf(node)
  if (node['type'] === 'MemberExpression' && node['computed'] === false) {
    const object = nameOf(node['object'])
    const property = nameOf(node['property'])
    return object === undefined || property === undefined ? undefined : `${object}.${property}`
  }
  const takesNow = Array.isArray(node['arguments']) && node['arguments'].length === 0
  if (node['type'] === 'NewExpression' && takesNow && nameOf(node['callee']) === 'Date') return 'new Date()'
  return undefined
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node['type'] === 'Identifier' ? String(node['name']) : undefined
}

function resolveFrom(path: string, source: string): string {
  return posix.join(posix.dirname(path), source.split('?')[0] ?? source)
}
