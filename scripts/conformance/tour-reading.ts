import { type Answer, everyPage, type Input, type TourGuide } from './tour-guide.ts'

/** Reads all that Step Functions tells of an account. */
export async function readStates(guide: TourGuide): Promise<void> {
  const all = (operation: string, name: string, input: Input = {}): Promise<Answer[]> =>
    everyPage(
      (nextToken) => guide.states(operation, { ...input, maxResults: 3, nextToken }),
      name,
      'nextToken',
    )
  for (const activity of await all('ListActivities', 'activities')) {
    await guide.states('DescribeActivity', { activityArn: activity.text('activityArn') })
  }
  for (const machine of await all('ListStateMachines', 'stateMachines')) {
    const stateMachineArn = machine.text('stateMachineArn')
    await guide.states('DescribeStateMachine', { stateMachineArn })
    await guide.states('ListTagsForResource', { resourceArn: stateMachineArn })
    for (const execution of await all('ListExecutions', 'executions', { stateMachineArn })) {
      await readExecution(guide, execution.text('executionArn'))
    }
  }
}

async function readExecution(guide: TourGuide, executionArn: string): Promise<void> {
  await guide.states('DescribeExecution', { executionArn })
  await guide.states('DescribeStateMachineForExecution', { executionArn })
  await everyPage(
    (nextToken) => guide.states('GetExecutionHistory', { executionArn, maxResults: 50, nextToken }),
    'events',
    'nextToken',
  )
  await guide.states('GetExecutionHistory', {
    executionArn,
    reverseOrder: true,
    includeExecutionData: false,
    maxResults: 20,
  })
  const mapRuns = await guide.states('ListMapRuns', { executionArn })
  for (const mapRun of mapRuns.list('mapRuns')) {
    const mapRunArn = mapRun.text('mapRunArn')
    await guide.states('DescribeMapRun', { mapRunArn })
    for (const child of (await guide.states('ListExecutions', { mapRunArn })).list('executions')) {
      await readExecution(guide, child.text('executionArn'))
    }
  }
}

/** Reads all that SWF tells of an account. */
export async function readSwf(guide: TourGuide): Promise<void> {
  for (const registrationStatus of ['REGISTERED', 'DEPRECATED']) {
    const domains = await guide.swf('ListDomains', { registrationStatus })
    for (const one of domains.list('domainInfos')) {
      const domain = one.text('name')
      await guide.swf('DescribeDomain', { name: domain })
      await readTypes(guide, domain, registrationStatus)
      await readExecutions(guide, domain)
    }
  }
}

async function readTypes(guide: TourGuide, domain: string, registrationStatus: string): Promise<void> {
  for (const kind of ['workflowType', 'activityType']) {
    const Kind = kind.charAt(0).toUpperCase() + kind.slice(1)
    const types = await everyPage(
      (nextPageToken) =>
        guide.swf(`List${Kind}s`, { domain, registrationStatus, maximumPageSize: 2, nextPageToken }),
      'typeInfos',
      'nextPageToken',
    )
    for (const type of types) {
      await guide.swf(`Describe${Kind}`, { domain, [kind]: type.part(kind).value })
    }
  }
}

async function readExecutions(guide: TourGuide, domain: string): Promise<void> {
  for (const kind of ['Open', 'Closed']) {
    const filter = { domain, startTimeFilter: { oldestDate: 0 } }
    await guide.swf(`Count${kind}WorkflowExecutions`, filter)
    const executions = await everyPage(
      (nextPageToken) =>
        guide.swf(`List${kind}WorkflowExecutions`, { ...filter, maximumPageSize: 3, nextPageToken }),
      'executionInfos',
      'nextPageToken',
    )
    for (const info of executions) {
      const execution = info.part('execution').value
      const detail = await guide.swf('DescribeWorkflowExecution', { domain, execution })
      const taskList = detail.part('executionConfiguration').part('taskList').value
      await guide.swf('CountPendingDecisionTasks', { domain, taskList })
      await guide.swf('CountPendingActivityTasks', { domain, taskList })
      await everyPage(
        (nextPageToken) =>
          guide.swf('GetWorkflowExecutionHistory', { domain, execution, maximumPageSize: 20, nextPageToken }),
        'events',
        'nextPageToken',
      )
    }
  }
}
