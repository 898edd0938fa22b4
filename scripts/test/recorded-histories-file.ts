import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Histories that were recorded on AWS are no part of the project: AWS_HISTORIES names the folder they lie in, by
 * default ../shared/aws-histories. Undefined, with a reason printed, where there are none; tests of them are skipped.
 */
export function recordedHistoriesFile(): string | undefined {
  const folder = resolve(root, process.env['AWS_HISTORIES'] ?? '../shared/aws-histories')
  const file = join(folder, 'histories.json')
  if (existsSync(file)) return file
  console.info(
    `Skipped: no recorded histories in ${relative(root, folder)} (AWS_HISTORIES names another folder).`,
  )
  return undefined
}
