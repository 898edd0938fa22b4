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

/** What an operator may do beside that. */
export const answers = [
  'states:SendTaskFailure',
  'states:SendTaskHeartbeat',
  'states:SendTaskSuccess',
  'swf:RecordActivityTaskHeartbeat',
  'swf:RespondActivityTaskCanceled',
  'swf:RespondActivityTaskCompleted',
  'swf:RespondActivityTaskFailed',
]

/** What nobody may: it would take tasks from their workers. */
export const polls = ['states:GetActivityTask', 'swf:PollForActivityTask', 'swf:PollForDecisionTask']
