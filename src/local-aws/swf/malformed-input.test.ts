import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../aws-error.ts'
import { swfOperations } from './operations.ts'
import { swfWorld } from './test-swf-world.ts'

const { world, store } = swfWorld()
const operations = Object.entries(swfOperations(world, store))

/** Members that the inputs of SWF have, at the top or in another one. */
const member = fc.constantFrom(
  ...['domain', 'name', 'version', 'workflowId', 'runId', 'execution', 'taskToken', 'details', 'identity'],
  ...['taskList', 'taskPriority', 'tagList', 'tags', 'key', 'workflowType', 'activityType', 'signalName'],
  ...['decisions', 'decisionType', 'scheduleActivityTaskDecisionAttributes', 'activityId', 'childPolicy'],
  ...['heartbeatTimeout', 'executionStartToCloseTimeout', 'workflowExecutionRetentionPeriodInDays'],
  ...['startTimeFilter', 'closeTimeFilter', 'oldestDate', 'latestDate', 'typeFilter', 'closeStatusFilter'],
  ...['registrationStatus', 'maximumPageSize', 'nextPageToken', 'reverseOrder'],
)

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, '', 'NONE', 'REGISTERED', 'ScheduleActivityTask', 'arn', -1, 1.5, 1e300),
    fc.constantFrom(Number.POSITIVE_INFINITY, 'x'.repeat(70_000), '\ud800', '60', '99999999', '-60'),
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.array(tie('any'), { maxLength: 7 }),
    fc.dictionary(member, tie('any'), { maxKeys: 8 }),
  ),
})).any

describe('whatever a caller of SWF sends', () => {
  it.each(operations)('%s takes it or says what is wrong', (_name, operation) => {
    fc.assert(
      fc.property(fc.oneof(value, fc.dictionary(member, value, { maxKeys: 12 })), (input) => {
        let error: unknown
        try {
          operation.parse(input)
        } catch (thrown) {
          error = thrown
        }
        if (error === undefined) return
        expect(error).toBeInstanceOf(AwsError)
        expect(error).toMatchObject({
          code: expect.stringMatching(/^(Validation|Serialization)Exception$/),
          status: 400,
        })
      }),
    )
  })

  it.each([1e300, Number.POSITIVE_INFINITY, -1e15, '2026-03-01', null])(
    'a time filter from %s is no time',
    (oldestDate) => {
      const input = { domain: 'orders', startTimeFilter: { oldestDate } }
      const list = operations.find(([name]) => name === 'ListOpenWorkflowExecutions')?.[1]
      expect(() => list?.parse(input)).toThrow(AwsError)
    },
  )
})
