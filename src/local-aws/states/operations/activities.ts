import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { Later } from '../../operation.ts'
import { members, optional, required } from '../../validation.ts'
import type { Activity, Poller } from '../activity.ts'
import { checkArn, statesArn } from '../arn.ts'
import { takeActivityTask } from '../engine/activity-task.ts'
import { activityOf } from '../lookups.ts'
import { checkName } from '../names.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { addTags } from '../tags.ts'

/** Documented as the most pollers of one activity. */
const mostPollers = 1000

type Names = 'CreateActivity' | 'DeleteActivity' | 'DescribeActivity' | 'GetActivityTask' | 'ListActivities'

export function activityOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  const { world } = store
  const oneActivity = members({ activityArn: required(rules.arn) })
  return {
    CreateActivity: {
      parse: members({
        name: required(rules.name),
        tags: optional(rules.tags),
        encryptionConfiguration: optional(rules.encryption),
      }),
      resource: ({ name = '' }, { region }) => statesArn(region, world.account, 'activity', name),
      run({ name = '', tags, encryptionConfiguration }, { region }) {
        checkName(name)
        const arn = statesArn(region, world.account, 'activity', name)
        let activity = store.activities.get(arn)
        // The name alone makes it the same activity; other tags are ignored.
        if (activity === undefined) {
          activity = createActivity(store, arn, name, region, encryptionConfiguration)
          addTags(activity.tags, tags ?? [])
          store.activities.set(arn, activity)
          store.inRegion(region).activities.set(name, activity)
        }
        return { activityArn: arn, creationDate: new Date(activity.createdMs) }
      },
    },
    DescribeActivity: {
      parse: oneActivity,
      resource: ({ activityArn = '' }) => activityArn,
      run({ activityArn = '' }, call) {
        const activity = activityOf(store, activityArn, call)
        return defined({ ...listItem(activity), encryptionConfiguration: activity.encryption })
      },
    },
    DeleteActivity: {
      parse: oneActivity,
      resource: ({ activityArn = '' }) => activityArn,
      run({ activityArn = '' }, { region }) {
        checkArn(activityArn, 'activity')
        const activity = store.activities.get(activityArn)
        if (activity?.region !== region) return {}
        store.activities.delete(activityArn)
        store.inRegion(region).activities.delete(activity.name)
        for (const poller of [...activity.pollers]) poller.answer.giveUp()
        return {}
      },
    },
    ListActivities: {
      parse: members({ maxResults: optional(rules.pageSize), nextToken: optional(rules.pageToken) }),
      resource: () => '*',
      run({ maxResults, nextToken }, { region }) {
        const request = `ListActivities ${region}`
        const from = nextToken === undefined ? undefined : String(store.pageTokens.read(request, nextToken))
        const page = store.inRegion(region).activities.after(from, rules.pageLength(maxResults))
        return defined({
          activities: page.items.map(listItem),
          nextToken: page.lastKey === undefined ? undefined : store.pageTokens.issue(request, page.lastKey),
        })
      },
    },
    GetActivityTask: {
      parse: members({ activityArn: required(rules.arn), workerName: optional(rules.name) }),
      resource: ({ activityArn = '' }) => activityArn,
      run({ activityArn = '', workerName }, call) {
        const activity = activityOf(store, activityArn, call)
        return takeActivityTask(store, activity, workerName) ?? poll(activity, workerName)
      },
    },
  }
}

function createActivity(
  { world }: StatesStore,
  arn: string,
  name: string,
  region: string,
  encryption: Activity['encryption'],
): Activity {
  return {
    arn,
    name,
    region,
    createdMs: world.loop.nowMs,
    encryption,
    tags: new Map(),
    waiting: new Set(),
    pollers: new Set(),
  }
}

function listItem({ arn, name, createdMs }: Activity): {
  activityArn: string
  name: string
  creationDate: Date
} {
  return { activityArn: arn, name, creationDate: new Date(createdMs) }
}

/** Waits for a task; whoever waits longest gets the next one. An empty answer means there was none. */
function poll(activity: Activity, workerName: string | undefined): Poller['answer'] {
  if (activity.pollers.size >= mostPollers) {
    throw new AwsError(
      'ActivityWorkerLimitExceeded',
      `Activity Worker Limit Exceeded: at most ${mostPollers} pollers may wait for '${activity.arn}'`,
    )
  }
  const poller: Poller = { workerName, answer: new Later(() => ({})) }
  activity.pollers.add(poller)
  poller.answer.onSettled(() => activity.pollers.delete(poller))
  return poller.answer
}
