import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { ConsoleStack } from './console-stack.ts'
import type { Settings } from './settings.ts'

/** The app, held to the AwsSolutions rules: `synth()` throws for one that is broken and not acknowledged with its reason. */
export function consoleApp(
  settings: Settings,
  options: { readonly directory: string; readonly outdir?: string },
): { readonly app: App; readonly stack: ConsoleStack } {
  const app = new App({
    analyticsReporting: false,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  })
  const stack = new ConsoleStack(app, settings, options.directory)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { writeSuppressionsToCloudFormation: true }))
  return { app, stack }
}
