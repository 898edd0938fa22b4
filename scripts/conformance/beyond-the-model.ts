/**
 * What the local AWS has and botocore 1.29.27 (December 2022, Debian 12) does not know: AWS has added it since. Named as
 * `check-value.ts` names it: `service.Operation`, `Shape.member`, `Enum=VALUE`.
 */
export const newerThanDebian: readonly string[] = [
  'CreateActivityInput.encryptionConfiguration',
  'CreateStateMachineInput.encryptionConfiguration',
  'CreateStateMachineInput.publish',
  'CreateStateMachineInput.versionDescription',
  'DecisionTaskCompletedEventAttributes.taskList',
  'DecisionTaskCompletedEventAttributes.taskListScheduleToStartTimeout',
  'DecisionTaskScheduledEventAttributes.scheduleToStartTimeout',
  'DecisionTaskTimeoutType=SCHEDULE_TO_START',
  'DescribeExecutionInput.includedData',
  'DescribeExecutionOutput.redriveCount',
  'DescribeExecutionOutput.redriveDate',
  'DescribeExecutionOutput.redriveStatus',
  'DescribeExecutionOutput.redriveStatusReason',
  'DescribeExecutionOutput.stateMachineAliasArn',
  'DescribeExecutionOutput.stateMachineVersionArn',
  'DescribeMapRunOutput.redriveCount',
  'DescribeMapRunOutput.redriveDate',
  'DescribeStateMachineForExecutionInput.includedData',
  'DescribeStateMachineInput.includedData',
  'DescribeStateMachineOutput.description',
  'DescribeStateMachineOutput.revisionId',
  'ExecutionListItem.redriveCount',
  'ExecutionListItem.redriveDate',
  'ExecutionListItem.stateMachineAliasArn',
  'ExecutionListItem.stateMachineVersionArn',
  'ExecutionStartedEventDetails.stateMachineAliasArn',
  'ExecutionStartedEventDetails.stateMachineVersionArn',
  'ExecutionStatus=PENDING_REDRIVE',
  'HistoryEvent.executionRedrivenEventDetails',
  'HistoryEvent.mapRunRedrivenEventDetails',
  'HistoryEventType=ExecutionRedriven',
  'HistoryEventType=MapRunRedriven',
  'ListExecutionsInput.redriveFilter',
  'MapRunExecutionCounts.failuresNotRedrivable',
  'MapRunExecutionCounts.pendingRedrive',
  'MapRunItemCounts.failuresNotRedrivable',
  'MapRunItemCounts.pendingRedrive',
  'PollForDecisionTaskInput.startAtPreviousStartedEvent',
  'RespondDecisionTaskCompletedInput.taskList',
  'RespondDecisionTaskCompletedInput.taskListScheduleToStartTimeout',
  'StartSyncExecutionInput.includedData',
  'UpdateStateMachineInput.encryptionConfiguration',
  'UpdateStateMachineInput.publish',
  'UpdateStateMachineInput.versionDescription',
  'UpdateStateMachineOutput.revisionId',
  'UpdateStateMachineOutput.stateMachineVersionArn',
  'states.CreateStateMachineAlias',
  'states.DeleteStateMachineAlias',
  'states.DeleteStateMachineVersion',
  'states.DescribeStateMachineAlias',
  'states.ListStateMachineAliases',
  'states.ListStateMachineVersions',
  'states.PublishStateMachineVersion',
  'states.RedriveExecution',
  'states.TestState',
  'states.UpdateStateMachineAlias',
  'states.ValidateStateMachineDefinition',
  'swf.DeleteActivityType',
  'swf.DeleteWorkflowType',
]

/** What AWS has changed since. */
export const changedSinceDebian: readonly string[] = [
  'SendTaskFailure.taskToken: most length is 2048, in the model 1024',
  'SendTaskHeartbeat.taskToken: most length is 2048, in the model 1024',
  'SendTaskSuccess.taskToken: most length is 2048, in the model 1024',
]

/**
 * Errors that no model lists for their operation, as `Operation!Code`. AWS documents that a deprecated domain refuses
 * new types and executions, and no error for it.
 */
export const unlistedErrors: readonly string[] = [
  'RegisterActivityType!DomainDeprecatedFault',
  'RegisterWorkflowType!DomainDeprecatedFault',
  'StartWorkflowExecution!DomainDeprecatedFault',
]

/** Event types that no history of the tour has: the local AWS cannot write them, or the tour does not come by. */
export const unwrittenEvents: Readonly<Record<'states' | 'swf', readonly string[]>> = {
  states: [
    'ActivityScheduleFailed',
    'ChoiceStateEntered',
    'ChoiceStateExited',
    'EvaluationFailed',
    'LambdaFunctionScheduleFailed',
    'LambdaFunctionStartFailed',
    'TaskStartFailed',
  ],
  // Nobody's decisions are refused by IAM here.
  swf: ['RecordMarkerFailed'],
}
