import type * as Swf from '@aws-sdk/client-swf'
import type { Operation } from '../operation.ts'

/** The operations of SWF that the local AWS has, with the SDK's own inputs and outputs; `Nothing` is an empty answer. */
export interface SwfShapes {
  CountClosedWorkflowExecutions: [Swf.CountClosedWorkflowExecutionsInput, Swf.WorkflowExecutionCount]
  CountOpenWorkflowExecutions: [Swf.CountOpenWorkflowExecutionsInput, Swf.WorkflowExecutionCount]
  CountPendingActivityTasks: [Swf.CountPendingActivityTasksInput, Swf.PendingTaskCount]
  CountPendingDecisionTasks: [Swf.CountPendingDecisionTasksInput, Swf.PendingTaskCount]
  DeleteActivityType: [Swf.DeleteActivityTypeInput, Nothing]
  DeleteWorkflowType: [Swf.DeleteWorkflowTypeInput, Nothing]
  DeprecateActivityType: [Swf.DeprecateActivityTypeInput, Nothing]
  DeprecateDomain: [Swf.DeprecateDomainInput, Nothing]
  DeprecateWorkflowType: [Swf.DeprecateWorkflowTypeInput, Nothing]
  DescribeActivityType: [Swf.DescribeActivityTypeInput, Swf.ActivityTypeDetail]
  DescribeDomain: [Swf.DescribeDomainInput, Swf.DomainDetail]
  DescribeWorkflowExecution: [Swf.DescribeWorkflowExecutionInput, Swf.WorkflowExecutionDetail]
  DescribeWorkflowType: [Swf.DescribeWorkflowTypeInput, Swf.WorkflowTypeDetail]
  GetWorkflowExecutionHistory: [Swf.GetWorkflowExecutionHistoryInput, Swf.History]
  ListActivityTypes: [Swf.ListActivityTypesInput, Swf.ActivityTypeInfos]
  ListClosedWorkflowExecutions: [Swf.ListClosedWorkflowExecutionsInput, Swf.WorkflowExecutionInfos]
  ListDomains: [Swf.ListDomainsInput, Swf.DomainInfos]
  ListOpenWorkflowExecutions: [Swf.ListOpenWorkflowExecutionsInput, Swf.WorkflowExecutionInfos]
  ListTagsForResource: [Swf.ListTagsForResourceInput, Swf.ListTagsForResourceOutput]
  ListWorkflowTypes: [Swf.ListWorkflowTypesInput, Swf.WorkflowTypeInfos]
  PollForActivityTask: [Swf.PollForActivityTaskInput, Swf.ActivityTask]
  PollForDecisionTask: [Swf.PollForDecisionTaskInput, Swf.DecisionTask]
  RecordActivityTaskHeartbeat: [Swf.RecordActivityTaskHeartbeatInput, Swf.ActivityTaskStatus]
  RegisterActivityType: [Swf.RegisterActivityTypeInput, Nothing]
  RegisterDomain: [Swf.RegisterDomainInput, Nothing]
  RegisterWorkflowType: [Swf.RegisterWorkflowTypeInput, Nothing]
  RequestCancelWorkflowExecution: [Swf.RequestCancelWorkflowExecutionInput, Nothing]
  RespondActivityTaskCanceled: [Swf.RespondActivityTaskCanceledInput, Nothing]
  RespondActivityTaskCompleted: [Swf.RespondActivityTaskCompletedInput, Nothing]
  RespondActivityTaskFailed: [Swf.RespondActivityTaskFailedInput, Nothing]
  RespondDecisionTaskCompleted: [Swf.RespondDecisionTaskCompletedInput, Nothing]
  SignalWorkflowExecution: [Swf.SignalWorkflowExecutionInput, Nothing]
  StartWorkflowExecution: [Swf.StartWorkflowExecutionInput, Swf.Run]
  TagResource: [Swf.TagResourceInput, Nothing]
  TerminateWorkflowExecution: [Swf.TerminateWorkflowExecutionInput, Nothing]
  UndeprecateActivityType: [Swf.UndeprecateActivityTypeInput, Nothing]
  UndeprecateDomain: [Swf.UndeprecateDomainInput, Nothing]
  UndeprecateWorkflowType: [Swf.UndeprecateWorkflowTypeInput, Nothing]
  UntagResource: [Swf.UntagResourceInput, Nothing]
}

type Nothing = Record<string, never>

export type SwfOperations = {
  readonly [Name in keyof SwfShapes]: Operation<SwfShapes[Name][0], SwfShapes[Name][1]>
}
