import type * as Sfn from '@aws-sdk/client-sfn'
import type { Operation } from '../operation.ts'

/** The operations of Step Functions that the local AWS has, with the SDK's own inputs and outputs. */
export interface StepFunctionsShapes {
  CreateActivity: [Sfn.CreateActivityInput, Sfn.CreateActivityOutput]
  CreateStateMachineAlias: [Sfn.CreateStateMachineAliasInput, Sfn.CreateStateMachineAliasOutput]
  CreateStateMachine: [Sfn.CreateStateMachineInput, Sfn.CreateStateMachineOutput]
  DeleteActivity: [Sfn.DeleteActivityInput, Sfn.DeleteActivityOutput]
  DeleteStateMachineAlias: [Sfn.DeleteStateMachineAliasInput, Sfn.DeleteStateMachineAliasOutput]
  DeleteStateMachineVersion: [Sfn.DeleteStateMachineVersionInput, Sfn.DeleteStateMachineVersionOutput]
  DeleteStateMachine: [Sfn.DeleteStateMachineInput, Sfn.DeleteStateMachineOutput]
  DescribeActivity: [Sfn.DescribeActivityInput, Sfn.DescribeActivityOutput]
  DescribeExecution: [Sfn.DescribeExecutionInput, Sfn.DescribeExecutionOutput]
  DescribeMapRun: [Sfn.DescribeMapRunInput, Sfn.DescribeMapRunOutput]
  DescribeStateMachine: [Sfn.DescribeStateMachineInput, Sfn.DescribeStateMachineOutput]
  DescribeStateMachineAlias: [Sfn.DescribeStateMachineAliasInput, Sfn.DescribeStateMachineAliasOutput]
  DescribeStateMachineForExecution: [
    Sfn.DescribeStateMachineForExecutionInput,
    Sfn.DescribeStateMachineForExecutionOutput,
  ]
  GetActivityTask: [Sfn.GetActivityTaskInput, Sfn.GetActivityTaskOutput]
  GetExecutionHistory: [Sfn.GetExecutionHistoryInput, Sfn.GetExecutionHistoryOutput]
  ListActivities: [Sfn.ListActivitiesInput, Sfn.ListActivitiesOutput]
  ListExecutions: [Sfn.ListExecutionsInput, Sfn.ListExecutionsOutput]
  ListMapRuns: [Sfn.ListMapRunsInput, Sfn.ListMapRunsOutput]
  ListStateMachineAliases: [Sfn.ListStateMachineAliasesInput, Sfn.ListStateMachineAliasesOutput]
  ListStateMachineVersions: [Sfn.ListStateMachineVersionsInput, Sfn.ListStateMachineVersionsOutput]
  ListStateMachines: [Sfn.ListStateMachinesInput, Sfn.ListStateMachinesOutput]
  ListTagsForResource: [Sfn.ListTagsForResourceInput, Sfn.ListTagsForResourceOutput]
  PublishStateMachineVersion: [Sfn.PublishStateMachineVersionInput, Sfn.PublishStateMachineVersionOutput]
  RedriveExecution: [Sfn.RedriveExecutionInput, Sfn.RedriveExecutionOutput]
  SendTaskFailure: [Sfn.SendTaskFailureInput, Sfn.SendTaskFailureOutput]
  SendTaskHeartbeat: [Sfn.SendTaskHeartbeatInput, Sfn.SendTaskHeartbeatOutput]
  SendTaskSuccess: [Sfn.SendTaskSuccessInput, Sfn.SendTaskSuccessOutput]
  StartExecution: [Sfn.StartExecutionInput, Sfn.StartExecutionOutput]
  StartSyncExecution: [Sfn.StartSyncExecutionInput, Sfn.StartSyncExecutionOutput]
  StopExecution: [Sfn.StopExecutionInput, Sfn.StopExecutionOutput]
  TagResource: [Sfn.TagResourceInput, Sfn.TagResourceOutput]
  TestState: [Sfn.TestStateInput, Sfn.TestStateOutput]
  UntagResource: [Sfn.UntagResourceInput, Sfn.UntagResourceOutput]
  UpdateMapRun: [Sfn.UpdateMapRunInput, Sfn.UpdateMapRunOutput]
  UpdateStateMachine: [Sfn.UpdateStateMachineInput, Sfn.UpdateStateMachineOutput]
  UpdateStateMachineAlias: [Sfn.UpdateStateMachineAliasInput, Sfn.UpdateStateMachineAliasOutput]
  ValidateStateMachineDefinition: [
    Sfn.ValidateStateMachineDefinitionInput,
    Sfn.ValidateStateMachineDefinitionOutput,
  ]
}

export type StepFunctionsOperations = {
  readonly [Name in keyof StepFunctionsShapes]: Operation<
    StepFunctionsShapes[Name][0],
    StepFunctionsShapes[Name][1]
  >
}
