import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { consoleApp } from './console-app.ts'
import type { ConsoleStack } from './console-stack.ts'
import { readSettings, type Settings } from './settings.ts'

export interface Resource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly Metadata?: { readonly cdk_nag?: { readonly rules_to_suppress: { id: string; reason: string }[] } }
}

export interface MadeTemplate {
  readonly resources: Readonly<Record<string, Resource>>
  /** The files that are uploaded and copied into the site's bucket, by the folder they come from. */
  readonly uploads: readonly Readonly<Record<string, string>>[]
}

export const exampleSettings: Settings = readSettings(
  readFileSync(new URL('settings.example.json', import.meta.url), 'utf8'),
)

/**
 * The template that `settings` make with a small build, as CloudFormation would get it; it fails as synth does. `change` may
 * add to the stack before.
 */
export function makeTemplate(
  settings: Settings = exampleSettings,
  change: (stack: ConsoleStack) => void = () => undefined,
): MadeTemplate {
  const parent = mkdtempSync(join(tmpdir(), 'heartbeat-deploy-'))
  try {
    const directory = join(parent, 'dist')
    mkdirSync(join(directory, 'assets'), { recursive: true })
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Console</title>')
    writeFileSync(join(directory, 'config.json'), '{"connections":"those of the local AWS"}')
    writeFileSync(join(directory, 'assets', 'index-a1b2c3.js'), 'export {}')
    for (const map of ['index.js.map', 'assets/index-a1b2c3.js.map', 'assets/deep/a.css.map']) {
      mkdirSync(dirname(join(directory, map)), { recursive: true })
      writeFileSync(join(directory, map), '{"sourcesContent":["the source"]}')
    }
    const { app, stack } = consoleApp(settings, { directory, outdir: join(parent, 'out') })
    change(stack)
    const assembly = app.synth()
    // The CDK reads it back from the file, as JSON.
    const { Resources } = assembly.getStackArtifact(stack.artifactId).template as Record<
      'Resources',
      Record<string, Resource>
    >
    return { resources: Resources, uploads: uploadsIn(assembly.directory) }
  } finally {
    rmSync(parent, { recursive: true })
  }
}

let example: MadeTemplate | undefined

/** What the example's settings make; made once for all the tests of a process, for it takes seconds. */
export function exampleTemplate(): MadeTemplate {
  example ??= makeTemplate()
  return example
}

function uploadsIn(directory: string): Record<string, string>[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => filesIn(join(directory, entry.name)))
    .filter((files) => !('index.py' in files))
}

function filesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(directory.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]
    }),
  )
}

export function resourcesOfType({ resources }: MadeTemplate, type: string): Resource[] {
  return Object.values(resources).filter(({ Type }) => Type === type)
}

/** What CloudFormation gets for the one resource of a type, references as text. Fails where there is none, or more. */
export function propertiesOf(template: MadeTemplate, type: string): Resource['Properties'] {
  const [one, ...others] = resourcesOfType(template, type)
  if (one === undefined || others.length > 0) throw new Error(`there is none or more than one ${type}`)
  return plain(one.Properties) as Resource['Properties'] // an object stays one: it is no reference
}

/** Text with what CloudFormation fills in as `<name>`: an account is `<AWS::AccountId>`, an attribute `<Site.Arn>`. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [only] = entries
  if (only !== undefined && entries.length === 1) {
    const [name, argument] = only
    if (name === 'Ref') return `<${String(argument)}>`
    if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>` // the CDK writes it as a list
    if (name === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]] // the only form there is
      return parts.map(plain).join(separator)
    }
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, plain(member)]))
}
