import type * as Sfn from '@aws-sdk/client-sfn'
import type { Operation } from '../operation.ts'

/** The operations of Step Functions that the local AWS has, with the SDK's own inputs and outputs. */
export interface StepFunctionsShapes {
  CreateActivity: [Sfn.CreateActivityInput, Sfn.CreateActivityOutput]
  CreateStateMachine: [Sfn.CreateStateMachineInput, Sfn.CreateStateMachineOutput]
  DeleteActivity: [Sfn.DeleteActivityInput, Sfn.DeleteActivityOutput]
  DeleteStateMachine: [Sfn.DeleteStateMachineInput, Sfn.DeleteStateMachineOutput]
  DescribeActivity: [Sfn.DescribeActivityInput, Sfn.DescribeActivityOutput]
  DescribeExecution: [Sfn.DescribeExecutionInput, Sfn.DescribeExecutionOutput]
  DescribeMapRun: [Sfn.DescribeMapRunInput, Sfn.DescribeMapRunOutput]
  DescribeStateMachine: [Sfn.DescribeStateMachineInput, Sfn.DescribeStateMachineOutput]
  DescribeStateMachineForExecution: [
    Sfn.DescribeStateMachineForExecutionInput,
    Sfn.DescribeStateMachineForExecutionOutput,
  ]
  GetActivityTask: [Sfn.GetActivityTaskInput, Sfn.GetActivityTaskOutput]
  GetExecutionHistory: [Sfn.GetExecutionHistoryInput, Sfn.GetExecutionHistoryOutput]
  ListActivities: [Sfn.ListActivitiesInput, Sfn.ListActivitiesOutput]
  ListExecutions: [Sfn.ListExecutionsInput, Sfn.ListExecutionsOutput]
  ListMapRuns: [Sfn.ListMapRunsInput, Sfn.ListMapRunsOutput]
  ListStateMachines: [Sfn.ListStateMachinesInput, Sfn.ListStateMachinesOutput]
  ListTagsForResource: [Sfn.ListTagsForResourceInput, Sfn.ListTagsForResourceOutput]
  RedriveExecution: [Sfn.RedriveExecutionInput, Sfn.RedriveExecutionOutput]
  SendTaskFailure: [Sfn.SendTaskFailureInput, Sfn.SendTaskFailureOutput]
  SendTaskHeartbeat: [Sfn.SendTaskHeartbeatInput, Sfn.SendTaskHeartbeatOutput]
  SendTaskSuccess: [Sfn.SendTaskSuccessInput, Sfn.SendTaskSuccessOutput]
  StartExecution: [Sfn.StartExecutionInput, Sfn.StartExecutionOutput]
  StopExecution: [Sfn.StopExecutionInput, Sfn.StopExecutionOutput]
  TagResource: [Sfn.TagResourceInput, Sfn.TagResourceOutput]
  UntagResource: [Sfn.UntagResourceInput, Sfn.UntagResourceOutput]
  UpdateMapRun: [Sfn.UpdateMapRunInput, Sfn.UpdateMapRunOutput]
}

export type StepFunctionsOperations = {
  readonly [Name in keyof StepFunctionsShapes]: Operation<
    StepFunctionsShapes[Name][0],
    StepFunctionsShapes[Name][1]
  >
}
