import {
  GetWorkflowExecutionHistoryCommand,
  ListOpenWorkflowExecutionsCommand,
  RecordActivityTaskHeartbeatCommand,
  SWFClient,
} from '@aws-sdk/client-swf'
import type { SwfEvent } from '../domain/swf-event.ts'
import type { TaskToken } from '../domain/task-token.ts'
import { type ApiOptions, createAwsClient } from './aws-client.ts'
import { allPages, eventsAfter, FULL_PAGE } from './pages.ts'
import { booleanOf, listOf, pageTokenOf, reading, textOf, timeOf } from './read-members.ts'
import { readSwfEvents } from './swf-events.ts'

/** What names one run of a workflow; SWF has no ARN for it. */
export interface WorkflowRun {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}

export interface WorkflowListing extends WorkflowRun {
  /** Epoch milliseconds; null: the list does not say. */
  readonly startedAtMs: number | null
}

/**
 * The SWF calls of this console, in domain shapes. Each is one attempt; each rejects with `AppFailure`, a list that can be read in part
 * with `PartOfList`. `beforePage` is awaited before every request after the first, so that pages keep to a read budget. SWF's reads are
 * eventually consistent: an answer may show less than an earlier one did.
 */
export interface SwfApi {
  readonly endpoint: string
  /** ListOpenWorkflowExecutions of one domain, all pages, newest first. `nowMs`: server time, epoch milliseconds. */
  listOpenWorkflows(
    domain: string,
    nowMs: number,
    beforePage: () => Promise<void>,
  ): Promise<readonly WorkflowListing[]>
  /**
   * GetWorkflowExecutionHistory, as `StatesApi.readHistory`. An answer that ends before `afterEventId` is `shorterThanKnown`: a lagging read
   * of SWF may be.
   */
  readHistory(
    run: WorkflowRun,
    afterEventId: number,
    beforePage: () => Promise<void>,
    afterEventMs?: number | null,
  ): Promise<readonly SwfEvent[]>
  /**
   * RecordActivityTaskHeartbeat, once. `details` (2048 characters at most) may take the place of the worker's own. The `domain`, where
   * it is known, is for the words of a denial alone: SWF reads it from the token. `cancelRequested` null: the answer did not report it.
   */
  recordActivityTaskHeartbeat(
    token: TaskToken,
    details: string | null,
    domain?: string,
  ): Promise<{ readonly cancelRequested: boolean | null }>
}

/**
 * How far back an open workflow can have started, milliseconds: SWF closes each after one year at most (Developer Guide, "Quotas on
 * Workflow Executions"), and a year has 366 days at most.
 */
const LONGEST_RUN_MS = 366 * 24 * 3_600_000

export function createSwfApi(options: ApiOptions): SwfApi {
  const { endpoint, ask } = createAwsClient(
    options,
    (config) => new SWFClient(config),
    // A read that the roles of the console allow; where no domain is known, that there is none of that name is an answer, too.
    (client, sending, { domain = 'unknown' }) =>
      client.send(
        new ListOpenWorkflowExecutionsCommand({
          domain,
          startTimeFilter: { oldestDate: new Date(0) },
          maximumPageSize: 1,
        }),
        sending,
      ),
  )
  /** What IAM policies call a domain; the account is not known here, and `*` is as good in a policy. */
  const arnOf = (domain: string) => `arn:aws:swf:${options.region}:*:/domain/${domain}`

  return {
    endpoint,
    listOpenWorkflows: (domain, nowMs, beforePage) => {
      const source = { endpoint, action: 'swf:ListOpenWorkflowExecutions' }
      return allPages(
        source,
        beforePage,
        async (nextPageToken) => {
          const asked = {
            action: source.action,
            resource: arnOf(domain),
            what: 'domain',
            name: domain,
          } as const
          const page = await ask(asked, (client, sending) =>
            client.send(
              new ListOpenWorkflowExecutionsCommand({
                domain,
                startTimeFilter: { oldestDate: new Date(nowMs - LONGEST_RUN_MS) },
                maximumPageSize: FULL_PAGE,
                nextPageToken,
              }),
              sending,
            ),
          )
          return reading(source, () => ({
            items: listOf(source, page.executionInfos).map((info): WorkflowListing | null => {
              const workflowId = textOf(info.execution?.workflowId) || null
              const runId = textOf(info.execution?.runId) || null
              if (workflowId === null || runId === null) return null
              return { domain, workflowId, runId, startedAtMs: timeOf(info.startTimestamp) }
            }),
            nextToken: pageTokenOf(source, page.nextPageToken),
          }))
        },
        ({ workflowId, runId }) => `${runId} ${workflowId}`,
      )
    },
    readHistory: ({ domain, workflowId, runId }, afterEventId, beforePage, afterEventMs = null) => {
      const source = { endpoint, action: 'swf:GetWorkflowExecutionHistory' }
      const known = { id: afterEventId, atMs: afterEventMs }
      return eventsAfter(source, known, beforePage, async ({ nextToken, pageSize }) => {
        const asked = {
          action: source.action,
          resource: arnOf(domain),
          what: 'workflow',
          name: `${workflowId}, run ${runId}`,
          domain,
        } as const
        const page = await ask(asked, (client, sending) =>
          client.send(
            new GetWorkflowExecutionHistoryCommand({
              domain,
              execution: { workflowId, runId },
              reverseOrder: true,
              maximumPageSize: pageSize,
              nextPageToken: nextToken,
            }),
            sending,
          ),
        )
        return reading(source, () => ({
          items: readSwfEvents(source, page.events),
          nextToken: pageTokenOf(source, page.nextPageToken),
        }))
      })
    },
    async recordActivityTaskHeartbeat(token, details, domain) {
      const asked = {
        action: 'swf:RecordActivityTaskHeartbeat',
        ...(domain === undefined ? {} : { resource: arnOf(domain), domain }),
        holdsToken: true,
      }
      const answer = await ask(asked, (client, sending) =>
        client.send(
          new RecordActivityTaskHeartbeatCommand({
            taskToken: token.reveal(),
            ...(details === null ? {} : { details }),
          }),
          sending,
        ),
      )
      return { cancelRequested: booleanOf(answer.cancelRequested) }
    },
  }
}
