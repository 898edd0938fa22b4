import type { Input } from '../tour-guide.ts'
import { domains, type PagingScene, statesArn, types } from './paging-scene.ts'

/**
 * For each paged operation, requests that differ in one member each, so that between them every member but the token and
 * the size of a page has two values. Some of them answer less than two pages: their tokens are never seen, but a token
 * of another request must be no good for them either.
 */
export function pagingRequests({
  mapRunArn,
  runIds,
}: PagingScene): Readonly<Record<string, readonly Input[]>> {
  const [hold, other] = [statesArn('stateMachine:Hold'), statesArn('stateMachine:Other')]
  const [domain, south] = domains
  const everSince = { oldestDate: 0 }
  const since2020 = { oldestDate: Date.UTC(2020, 0, 1) / 1000 }
  const runId = (workflowId: string): string => runIds.get(`${domain}/${workflowId}`) ?? ''
  const ofTypes = [
    { domain, registrationStatus: 'REGISTERED' },
    { domain: south, registrationStatus: 'REGISTERED' },
    { domain, registrationStatus: 'DEPRECATED' },
    { domain, registrationStatus: 'REGISTERED', name: 'Order' },
    { domain, registrationStatus: 'REGISTERED', reverseOrder: true },
  ]
  const open = { domain, startTimeFilter: everSince }
  const filters = [
    { executionFilter: { workflowId: 'closed' } },
    { executionFilter: { workflowId: 'other' } },
    { typeFilter: { name: types[0].name } },
    { typeFilter: types[0] },
    { tagFilter: { tag: 'a' } },
    { reverseOrder: true },
  ]
  const execution = { workflowId: 'open-1', runId: runId('open-1') }
  const poll = { domain, taskList: { name: 'asked' }, identity: 'one' }
  return {
    'states.GetExecutionHistory': [
      { executionArn: statesArn('execution:Loop:one') },
      { executionArn: statesArn('execution:Loop:two') },
      { executionArn: statesArn('execution:Loop:one'), reverseOrder: true },
      { executionArn: statesArn('execution:Loop:one'), includeExecutionData: false },
    ],
    'states.ListActivities': [{}],
    'states.ListExecutions': [
      { stateMachineArn: hold },
      { stateMachineArn: other },
      { stateMachineArn: `${hold}:1` },
      { stateMachineArn: `${hold}:A1` },
      { stateMachineArn: hold, statusFilter: 'RUNNING' },
      { stateMachineArn: hold, statusFilter: 'ABORTED' },
      { stateMachineArn: hold, redriveFilter: 'REDRIVEN' },
      { stateMachineArn: hold, redriveFilter: 'NOT_REDRIVEN' },
      { mapRunArn },
    ],
    'states.ListMapRuns': [
      { executionArn: statesArn('execution:MapRuns:one') },
      { executionArn: statesArn('execution:MapRuns:two') },
    ],
    'states.ListStateMachineAliases': [
      { stateMachineArn: hold },
      { stateMachineArn: other },
      { stateMachineArn: `${hold}:1` },
    ],
    'states.ListStateMachineVersions': [{ stateMachineArn: hold }, { stateMachineArn: other }],
    'states.ListStateMachines': [{}],
    'swf.GetWorkflowExecutionHistory': [
      { domain, execution: { workflowId: 'read-0', runId: runId('read-0') } },
      { domain: south, execution: { workflowId: 'read-0', runId: runIds.get(`${south}/read-0`) ?? '' } },
      { domain, execution },
      { domain, execution: { workflowId: 'read-0', runId: runId('read-0') }, reverseOrder: true },
    ],
    'swf.ListActivityTypes': ofTypes,
    'swf.ListWorkflowTypes': ofTypes,
    'swf.ListDomains': [
      { registrationStatus: 'REGISTERED' },
      { registrationStatus: 'DEPRECATED' },
      { registrationStatus: 'REGISTERED', reverseOrder: true },
    ],
    'swf.ListOpenWorkflowExecutions': [
      open,
      { ...open, domain: south },
      { ...open, startTimeFilter: since2020 },
      ...filters.map((filter) => ({ ...open, ...filter })),
    ],
    'swf.ListClosedWorkflowExecutions': [
      open,
      { ...open, domain: south },
      { ...open, startTimeFilter: since2020 },
      { domain, closeTimeFilter: everSince },
      { domain, closeTimeFilter: since2020 },
      { ...open, closeStatusFilter: { status: 'TERMINATED' } },
      ...filters.map((filter) => ({ ...open, ...filter })),
    ],
    'swf.PollForDecisionTask': [
      poll,
      { ...poll, domain: south },
      { ...poll, taskList: { name: 'asked-too' } },
      { ...poll, identity: 'two' },
      { ...poll, reverseOrder: true },
      { ...poll, startAtPreviousStartedEvent: true },
    ],
  }
}
