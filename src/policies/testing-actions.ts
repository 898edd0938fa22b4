/** What a viewer may do. Each list in order. */
export const reads = [
  'states:DescribeExecution',
  'states:DescribeMapRun',
  'states:DescribeStateMachineForExecution',
  'states:GetExecutionHistory',
  'states:ListExecutions',
  'states:ListStateMachines',
  'swf:GetWorkflowExecutionHistory',
  'swf:ListOpenWorkflowExecutions',
]

/** The writes of an operator: those that the console has a button for. */
export const heartbeats = ['states:SendTaskHeartbeat', 'swf:RecordActivityTaskHeartbeat']

/** Writes for which the console has no button, so that no role of people allows them. */
export const otherWrites = [
  'states:RedriveExecution',
  'states:SendTaskFailure',
  'states:SendTaskSuccess',
  'states:StartExecution',
  'states:StopExecution',
  'swf:RequestCancelWorkflowExecution',
  'swf:RespondActivityTaskCanceled',
  'swf:RespondActivityTaskCompleted',
  'swf:RespondActivityTaskFailed',
  'swf:SignalWorkflowExecution',
  'swf:StartWorkflowExecution',
  'swf:TerminateWorkflowExecution',
]

/** What nobody may: it would take tasks from their workers. */
export const polls = ['states:GetActivityTask', 'swf:PollForActivityTask', 'swf:PollForDecisionTask']
