import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import {
  RecordActivityTaskHeartbeatCommand,
  RespondActivityTaskCanceledCommand,
  RespondActivityTaskCompletedCommand,
  RespondActivityTaskFailedCommand,
  SWFClient,
} from '@aws-sdk/client-swf'
import type { Page } from 'playwright/test'
import { expect } from './fixtures.ts'
import { boardRows, notices } from './support/page-parts.ts'
import { test as base, signIn } from './support/pool-test.ts'
import { historyOf, openTaskOf, type SeenTask } from './support/second-client.ts'
import { swfHistoryOf, type TakenTask, takeSwfTask } from './support/swf-worker.ts'

interface InFlight {
  readonly states: SeenTask
  readonly swf: TakenTask
}

interface HeldCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

const test = base.extend<{ readonly inFlight: InFlight }>({
  inFlight: async ({ world, sfn, swf }, provide) => {
    await world.pause()
    await provide({ states: await openTaskOf(sfn, 'Onboarding'), swf: await takeSwfTask(swf, world) })
  },
})

/** The AWS credentials that a page comes to hold, as Cognito gave them to it. */
async function heldBy(page: Page, become: () => Promise<void>): Promise<HeldCredentials> {
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) =>
        response.ok() &&
        (response.request().headers()['x-amz-target'] ?? '').endsWith('.GetCredentialsForIdentity'),
    ),
    become(),
  ])
  // Cognito's answer, by its API reference.
  const { Credentials } = (await answer.json()) as {
    readonly Credentials: Readonly<Record<'AccessKeyId' | 'SecretKey' | 'SessionToken', string>>
  }
  const { AccessKeyId, SecretKey, SessionToken } = Credentials
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken }
}

/** What comes of every write there is, each told by the name of its error, or `ok`. */
async function allWrites(
  endpoint: string,
  credentials: HeldCredentials,
  tasks: InFlight,
): Promise<Readonly<Record<string, string>>> {
  const config = { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 }
  const sfn = new SFNClient(config)
  const swf = new SWFClient(config)
  const states = { taskToken: tasks.states.taskToken ?? '' }
  const activity = { taskToken: tasks.swf.taskToken }
  const writes: Readonly<Record<string, () => Promise<unknown>>> = {
    SendTaskHeartbeat: () => sfn.send(new SendTaskHeartbeatCommand(states)),
    SendTaskSuccess: () => sfn.send(new SendTaskSuccessCommand({ ...states, output: '{}' })),
    SendTaskFailure: () => sfn.send(new SendTaskFailureCommand(states)),
    RecordActivityTaskHeartbeat: () => swf.send(new RecordActivityTaskHeartbeatCommand(activity)),
    RespondActivityTaskCompleted: () => swf.send(new RespondActivityTaskCompletedCommand(activity)),
    RespondActivityTaskFailed: () => swf.send(new RespondActivityTaskFailedCommand(activity)),
    RespondActivityTaskCanceled: () => swf.send(new RespondActivityTaskCanceledCommand(activity)),
  }
  const outcomes: Record<string, string> = {}
  for (const [name, write] of Object.entries(writes)) {
    outcomes[name] = await write().then(
      () => 'ok',
      (error: unknown) => (error instanceof Error ? error.name : 'not an error'),
    )
  }
  sfn.destroy()
  swf.destroy()
  return outcomes
}

const denied = 'AccessDeniedException'
const allDenied = {
  SendTaskHeartbeat: denied,
  SendTaskSuccess: denied,
  SendTaskFailure: denied,
  RecordActivityTaskHeartbeat: denied,
  RespondActivityTaskCompleted: denied,
  RespondActivityTaskFailed: denied,
  RespondActivityTaskCanceled: denied,
}

test("with a viewer's credentials no write is carried out, whoever calls", async ({
  page,
  localAws,
  inFlight,
  sfn,
  swf,
}) => {
  const before = [await historyOf(sfn, inFlight.states.executionArn), await swfHistoryOf(swf, inFlight.swf)]
  const credentials = await heldBy(page, () => signIn(page, '/', /Vic Bauer/))
  await expect(boardRows(page)).toHaveCount(4)
  expect(await allWrites(localAws.url, credentials, inFlight)).toEqual(allDenied)
  expect([await historyOf(sfn, inFlight.states.executionArn), await swfHistoryOf(swf, inFlight.swf)]).toEqual(
    before,
  )
})

test("with an operator's credentials heartbeats are carried out, and no other write", async ({
  page,
  localAws,
  inFlight,
  sfn,
  swf,
}) => {
  const before = [await historyOf(sfn, inFlight.states.executionArn), await swfHistoryOf(swf, inFlight.swf)]
  const credentials = await heldBy(page, () => signIn(page))
  expect(await allWrites(localAws.url, credentials, inFlight)).toEqual({
    ...allDenied,
    SendTaskHeartbeat: 'ok',
    RecordActivityTaskHeartbeat: 'ok',
  })
  expect([await historyOf(sfn, inFlight.states.executionArn), await swfHistoryOf(swf, inFlight.swf)]).toEqual(
    before,
  )
})

test("with a guest's credentials no write is carried out", async ({
  page,
  guard,
  localAws,
  inFlight,
  signInAs,
}) => {
  guard.expectErrors(/the server responded with a status of 400/)
  signInAs('guest')
  const credentials = await heldBy(page, async () => {
    await page.goto('/')
    await expect(notices(page).getByText('AWS refuses guests')).toBeVisible()
  })
  expect(await allWrites(localAws.url, credentials, inFlight)).toEqual(allDenied)
})
