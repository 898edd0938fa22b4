import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import type { Client } from './find-clients.ts'
import { environmentFor, rootKeys, testPlace, withoutSecrets } from './testing-place.ts'

// What the README tells a reader to type is run as it stands there, but for the port.

const place = testPlace()
const readme = readFileSync('README.md', 'utf8')
const { awsCli, boto3, curl } = inject('clients')

beforeEach(() => place.control.openScenario('fleet'))

/** The README's block of code that names the client, ready to be run against this place. */
function blockWith(name: string): string {
  const blocks = [...readme.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, code = '']) => code)
  const [block, ...others] = blocks.filter((code) => code.includes(name))
  if (block === undefined || others.length > 0) throw new Error(`not one block of the README has ${name}`)
  expect(block).toContain('http://127.0.0.1:4566')
  return block.replaceAll('http://127.0.0.1:4566', place.url)
}

async function run(client: Client, file: string, args: readonly string[]) {
  if (client.kind === 'missing') throw new Error(client.reason)
  const env = environmentFor(place, rootKeys)
  // So that the client that was found is the one that is run.
  const withClient = { ...env, PATH: `${dirname(client.path)}:${env['PATH']}` }
  const options = { env: withClient, cwd: place.home, timeout: 50_000 }
  // What ends with an error has written something, too; the error itself repeats the code.
  const written = await promisify(execFile)(file, args, options).catch((error: unknown) => Object(error))
  return { stdout: withoutSecrets(String(written.stdout)), stderr: withoutSecrets(String(written.stderr)) }
}

describe('the README', () => {
  it('with the AWS CLI: is refused where its comments say so, and nowhere else', async (context) => {
    for (const client of [awsCli, curl]) if (client.kind === 'missing') context.skip(client.reason)
    const code = blockWith('aws stepfunctions --endpoint-url')
    const { stdout, stderr } = await run(awsCli, 'bash', ['-c', code])
    const promised = [...code.matchAll(/# (\w+(?:TimedOut|Fault)):/g)].map(([, name]) => name)
    expect(promised).toContain('TaskTimedOut')
    const refused = [...stderr.matchAll(/An error occurred \((\w+)\)/g)].map(([, name]) => name)
    expect(refused).toEqual(promised)
    expect(stdout).toContain('stateMachineArn')
  })

  it('with boto3: beats a task and answers it', async (context) => {
    if (boto3.kind === 'missing') context.skip(boto3.reason)
    const before = place.control.calls().next
    const { stderr } = await run(boto3, 'python3', ['-c', blockWith('import boto3')])
    expect(stderr).toBe('')
    const { calls } = place.control.calls(before)
    expect(calls.map(({ operation, error }) => [operation, error])).toEqual([
      ['GetActivityTask', undefined],
      ['SendTaskHeartbeat', undefined],
      ['SendTaskSuccess', undefined],
    ])
  })
})
