import { defined } from '../../defined.ts'
import { integer, members, number, optional, required, text } from '../../validation.ts'
import { describeMapRun, mapRunItem } from '../describe-map-run.ts'
import { executionOf, mapRunOf } from '../lookups.ts'
import { newestPage } from '../newest-page.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'

type Names = 'DescribeMapRun' | 'ListMapRuns' | 'UpdateMapRun'

const mapRunArn = text({ min: 1, max: 2000 })

export function mapRunOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  return {
    ListMapRuns: {
      parse: members({
        executionArn: required(rules.arn),
        maxResults: optional(rules.pageSize),
        nextToken: optional(rules.pageToken),
      }),
      resource: ({ executionArn = '' }) => executionArn,
      run({ executionArn = '', ...paging }, call) {
        const { mapRuns } = executionOf(store, executionArn, call)
        const request = ['ListMapRuns', executionArn]
        const { items, nextToken } = newestPage(store, request, paging, mapRuns, ({ order }) => order)
        return defined({ mapRuns: items.map(mapRunItem), nextToken })
      },
    },
    DescribeMapRun: {
      parse: members({ mapRunArn: required(mapRunArn) }),
      resource: ({ mapRunArn: arn = '' }) => arn,
      run({ mapRunArn: arn = '' }, call) {
        return describeMapRun(mapRunOf(store, arn, call))
      },
    },
    UpdateMapRun: {
      parse: members({
        mapRunArn: required(mapRunArn),
        maxConcurrency: optional(integer({ min: 0, max: 2_147_483_647 })),
        toleratedFailurePercentage: optional(number({ min: 0, max: 100 })),
        toleratedFailureCount: optional(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
      }),
      resource: ({ mapRunArn: arn = '' }) => arn,
      run({ mapRunArn: arn = '', maxConcurrency, toleratedFailurePercentage, toleratedFailureCount }, call) {
        const run = mapRunOf(store, arn, call)
        run.maxConcurrency = maxConcurrency ?? run.maxConcurrency
        run.toleratedFailureCount = toleratedFailureCount ?? run.toleratedFailureCount
        run.toleratedFailurePercentage = toleratedFailurePercentage ?? run.toleratedFailurePercentage
        const { loop } = store.world
        loop.at(loop.nowMs, () => run.proceed())
        return {}
      },
    },
  }
}
