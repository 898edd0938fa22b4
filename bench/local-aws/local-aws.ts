import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskHeartbeatCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import type { WireRequest } from '../../src/local-aws/wire.ts'
import { buildServer } from './build-server.ts'
import { type Child, startChild } from './child.ts'
import { drive, sendAll } from './drive.ts'
import { openInProcess } from './in-process.ts'
import { histories, starts, stateMachine, stateMachineArn, tokenIn } from './scene.ts'
import { sdkClient, signedCalls } from './signed-calls.ts'

const connections = 16
const warmUp = { connections, durationMs: 1000 }
const measured = { connections, durationMs: 4000 }
/** What the signatures are made for: the local AWS verifies the Host that was sent, whatever its port. */
const endpoint = 'http://127.0.0.1:4566'

/** Start, speed and memory of the local AWS as a client sees them, beside what bare HTTP and the operations alone take. */
export async function benchLocalAws(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    await benchServer(await buildServer(folder), join(folder, 'state'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function benchServer(program: string, state: string): Promise<void> {
  await startOf(program, 'quiet')
  await startOf(program, 'fleet')
  await resumeOf(program, state)
  const server = await startChild(program, ['quiet'])
  const groups = await fill(server)
  const [echo, alone] = await Promise.all([startChild('echo-server.ts'), openInProcess()])
  console.log(line(['req/s', 'p50 ms', 'bare HTTP req/s', 'without HTTP req/s'], 'operation'))
  for (const [operation, calls] of Object.entries(groups)) {
    await drive(server.port, calls, warmUp)
    const ours = await drive(server.port, calls, measured)
    const [answer = ''] = await sendAll(server.port, calls.slice(0, 1), 1)
    await echo.ask(answer)
    await drive(echo.port, calls, warmUp)
    const bare = await drive(echo.port, calls, measured)
    const bodies = operation === 'SendTaskHeartbeat' ? alone.tokens.map(beat) : calls.map(bodyOf)
    const rate = await rateOf(() => alone.call(operation, bodies), bodies.length)
    const figures = [ours.perSecond, ours.p50Ms, bare.perSecond, rate]
    console.log(
      line(
        figures.map((figure, index) => figure.toFixed(index === 1 ? 2 : 0)),
        operation,
      ),
    )
  }
  console.log(`${starts.length} running executions: ${memoryWords(await usageOf(server))}`)
  await Promise.all([server.close(), echo.close()])
}

/** Keeps the executions in a file and starts once more from it. */
async function resumeOf(program: string, state: string): Promise<void> {
  const server = await startChild(program, ['quiet', state])
  await fill(server)
  await server.close()
  await startOf(program, `quiet with --state, ${starts.length} executions`, state)
}

/** From the start of the process to the answer of its first call. */
async function startOf(program: string, what: string, ...state: readonly string[]): Promise<void> {
  const calls = await signedCalls(endpoint, [new ListStateMachinesCommand({})])
  const begunMs = performance.now()
  const server = await startChild(program, [what.split(' ', 1)[0] ?? '', ...state])
  await sendAll(server.port, calls, 1)
  const tookMs = (performance.now() - begunMs).toFixed(0)
  const usage = await usageOf(server)
  const cpuMs = usage.cpuMs.toFixed(0)
  console.log(
    `${what}: first answer ${tookMs} ms after the start of its process (${cpuMs} ms of CPU); ${memoryWords(usage)}`,
  )
  await server.close()
}

/** Starts the executions and gives the calls to be measured. The quotas are raised, as AWS raises them on request. */
async function fill(server: Child): Promise<Readonly<Record<string, readonly WireRequest[]>>> {
  const url = `http://127.0.0.1:${server.port}`
  await fetch(`${url}/_local/settings`, { method: 'POST', body: JSON.stringify({ quotaFactor: 1_000_000 }) })
  await sdkClient(url).send(new CreateStateMachineCommand(stateMachine))
  const startCalls = await signedCalls(
    endpoint,
    starts.map((input) => new StartExecutionCommand(input)),
  )
  const rate = await rateOf(() => sendAll(server.port, startCalls, connections), startCalls.length)
  console.log(`StartExecution: ${rate.toFixed(0)} a second until ${starts.length} run`)
  // World time, so that every task has begun.
  await fetch(`${url}/_local/step`, { method: 'POST', body: JSON.stringify({ seconds: 5 }) })
  const historyCalls = await signedCalls(
    endpoint,
    histories.map((input) => new GetExecutionHistoryCommand(input)),
  )
  const tokens = (await sendAll(server.port, historyCalls, connections)).map(tokenIn)
  return {
    ListExecutions: await signedCalls(endpoint, [new ListExecutionsCommand({ stateMachineArn })]),
    GetExecutionHistory: historyCalls,
    SendTaskHeartbeat: await signedCalls(
      endpoint,
      tokens.map((taskToken) => new SendTaskHeartbeatCommand({ taskToken })),
    ),
  }
}

async function rateOf(work: () => Promise<unknown>, count: number): Promise<number> {
  const startMs = performance.now()
  await work()
  return count / ((performance.now() - startMs) / 1000)
}

interface Usage extends NodeJS.MemoryUsage {
  /** Of the whole process since its start. */
  readonly cpuMs: number
}

async function usageOf(server: Child): Promise<Usage> {
  return (await server.ask('usage')) as Usage // what server.ts answers
}

function memoryWords({ heapUsed, rss }: Usage): string {
  return `heap ${(heapUsed / 2 ** 20).toFixed(0)} MiB after collection, resident ${(rss / 2 ** 20).toFixed(0)} MiB`
}

function beat(taskToken: string): string {
  return JSON.stringify({ taskToken })
}

function bodyOf({ body }: WireRequest): string {
  return new TextDecoder().decode(body)
}

function line(figures: readonly string[], name: string): string {
  return `${figures.map((figure) => figure.padStart(19)).join('')}   ${name}`
}
