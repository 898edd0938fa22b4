// Makes the CloudFormation template of the console: run by `npm run deploy:synth`, and by the CDK's own command line, which
// says in CDK_OUTDIR where it wants it.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { consoleApp } from './console-app.ts'
import { readSettings } from './settings.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const { settings = 'settings.json' } = parseArgs({ options: { settings: { type: 'string' } } }).values

try {
  if (!existsSync(here(settings))) {
    throw new Error(
      `There is no ${settings} in deploy/: copy settings.example.json and change what is yours.`,
    )
  }
  const { app, stack } = consoleApp(readSettings(readFileSync(here(settings), 'utf8')), {
    directory: here('../dist'),
    outdir: process.env['CDK_OUTDIR'] ?? here('cdk.out'),
  })
  const assembly = app.synth()
  console.error(`${stack.stackName}: ${assembly.getStackArtifact(stack.artifactId).templateFullPath}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
