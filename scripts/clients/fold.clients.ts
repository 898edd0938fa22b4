import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { openTaskOf, secondClient } from '../../e2e/support/second-client.ts'
import { runFold } from '../fold/testing-fold-command.ts'
import { testAwsCli } from './testing-aws-cli.ts'
import { testPlace } from './testing-place.ts'
import { activityType, domain, swfSetting } from './testing-swf.ts'

const place = testPlace()
const aws = testAwsCli(place)
const setting = swfSetting(place)
const { control } = place

/** What a colleague sent: the AWS CLI's own output. */
async function foldOf(...args: string[]): Promise<{ readonly printed: string; readonly tasks: unknown }> {
  const printed = await aws.text(args)
  const file = join(place.home, 'history.json')
  writeFileSync(file, printed)
  const { exitCode, stdout, stderr } = await runFold([file])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return { printed, tasks: JSON.parse(stdout) }
}

describe('npm run --silent fold, of what the AWS CLI prints', () => {
  beforeEach(() => control.openScenario('solo', { paused: true }))

  it.each([
    ['in order', []],
    ['newest first', ['--reverse-order']],
  ])('of Step Functions, %s', async (_, order) => {
    const { taskToken = '', executionArn } = await openTaskOf(secondClient(place.url), 'Onboarding')
    const history = ['stepfunctions', 'get-execution-history', '--execution-arn', executionArn, ...order]
    const { printed, tasks } = await foldOf(...history)
    expect(tasks).toMatchObject([
      { provider: 'stepfunctions', kind: 'callback', attempt: 1, heartbeatSeconds: 60, hasToken: true },
    ])
    expect(printed.includes(taskToken)).toBe(true)
    expect(JSON.stringify(tasks).includes(taskToken.slice(0, 20))).toBe(false)
    const without = await foldOf(...history, '--no-include-execution-data')
    // What a state was given is gone, the parameters of its task are not: no way to be rid of a token.
    expect(printed.includes('o-1')).toBe(true)
    expect(/stateEnteredEventDetails[^}]*"input"/.test(without.printed)).toBe(false)
    // Without the input nothing proves that the token in them is the task's own.
    expect(without.tasks).toMatchObject([{ kind: 'callback', heartbeatSeconds: 60, hasToken: null }])
    await control.step(70)
    expect((await foldOf(...history)).tasks).toEqual([])
  })

  it('of SWF', async () => {
    await control.openScenario('quiet', { paused: true })
    await setting.register()
    const { workflowId, runId } = await setting.hold()
    await control.step(10)
    const execution = `workflowId=${workflowId},runId=${runId}`
    const { tasks } = await foldOf(
      ...['swf', 'get-workflow-execution-history', '--domain', domain, '--execution', execution],
    )
    expect(tasks).toMatchObject([
      {
        provider: 'swf',
        kind: 'activity',
        name: activityType.name,
        attempt: 1,
        heartbeatSeconds: 60,
        timeoutSeconds: 3600,
        cancelRequested: false,
        hasToken: false,
      },
    ])
  })
})
