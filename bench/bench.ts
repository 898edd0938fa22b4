// Two parts. How long the core takes for the largest history and the largest board, each as a ratio to the naive way in the same run: only the
// ratios can be compared between machines. And how the local AWS does as its clients see it.
import { cpus } from 'node:os'
import { foldExecution, UNREAD_EXECUTION } from '../src/domain/fold-execution.ts'
import { foldWorkflow, UNREAD_WORKFLOW } from '../src/domain/fold-workflow.ts'
import type { TaskFacts } from '../src/domain/in-flight-task.ts'
import { inOrder, inOrderByComparing, rowsOf } from './board.ts'
import { mapHistory, workflowHistory } from './histories.ts'
import { benchLocalAws } from './local-aws/local-aws.ts'
import { type Contest, contend } from './measure.ts'
import { type OpenTask, openActivitiesByRescanning, openTasksByRescanning } from './naive.ts'
import { readPlans } from './next-read.ts'

/** Step Functions and SWF end an execution at so many. */
const MOST_EVENTS = 25_000
/** A page of what happened since the last read. */
const NEW_EVENTS = 100
const ROUNDS = 9

const map = mapHistory(MOST_EVENTS)
const workflow = workflowHistory(MOST_EVENTS)
const tasks = map.filter(({ kind }) => kind === 'activityScheduled' || kind === 'taskScheduled').length
const knownMap = foldExecution(UNREAD_EXECUTION, map.slice(0, -NEW_EVENTS))
const knownWorkflow = foldWorkflow(UNREAD_WORKFLOW, workflow.slice(0, -NEW_EVENTS))
const rows = rowsOf(10_000)

const contests: readonly Contest[] = [
  {
    name: `full fold of ${map.length} events, ${tasks} tasks (naive: look through all of them for each task)`,
    ours: () => openTasks(foldExecution(UNREAD_EXECUTION, map)),
    naive: () => openTasksByRescanning(map),
  },
  {
    name: `the same of SWF, ${workflow.length} events`,
    ours: () => openTasks(foldWorkflow(UNREAD_WORKFLOW, workflow)),
    naive: () => openActivitiesByRescanning(workflow),
  },
  {
    name: `fold of ${NEW_EVENTS} events onto the rest (naive: fold everything again)`,
    ours: () => openTasks(foldExecution(knownMap, map.slice(-NEW_EVENTS))),
    naive: () => openTasks(foldExecution(UNREAD_EXECUTION, map)),
  },
  {
    name: 'the same of SWF',
    ours: () => openTasks(foldWorkflow(knownWorkflow, workflow.slice(-NEW_EVENTS))),
    naive: () => openTasks(foldWorkflow(UNREAD_WORKFLOW, workflow)),
  },
  {
    name: `estimate and order of ${rows.length} tasks (naive: estimate in each comparison)`,
    ours: () => inOrder(rows),
    naive: () => inOrderByComparing(rows),
  },
  {
    name: `what to read next of ${rows.length} executions (naive: look at each anew, before the budget and after)`,
    ...readPlans(rows.length),
  },
]

console.log('   ours ms   naive ms   naive/ours')
for (const contest of contests) {
  const { name, oursMs, naiveMs } = contend(contest, ROUNDS)
  const figures = [oursMs.toFixed(2), naiveMs.toFixed(1), (naiveMs / oursMs).toFixed(1)]
  console.log(`${figures.map((figure) => figure.padStart(10)).join(' ')}   ${name}`)
}
console.log(`medians of ${ROUNDS} rounds\n`)
await benchLocalAws()
const processors = cpus()
console.log(`${processors.length} x ${processors[0]?.model ?? 'unknown processor'}, Node ${process.version}`)

function openTasks({ open }: { readonly open: readonly TaskFacts[] }): OpenTask[] {
  return open.map(({ scheduledEventId, name, startedAtMs, submittedAtMs }) => ({
    scheduledEventId,
    name,
    begunMs: submittedAtMs ?? startedAtMs,
  }))
}
