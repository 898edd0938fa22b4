import * as v from 'valibot'
import { isLoopbackHost } from '../../lib/loopback-host.ts'
import { workerBehaviours } from '../fleet/scenario.ts'
import { isScenarioName, type ScenarioName, scenarios } from '../fleet/scenarios/all.ts'
import { isLoopbackOrigin } from '../protocol/cors.ts'
import { bodyText, splitUrl, textResponse } from '../protocol/wire-parts.ts'
import type { WireRequest, WireResponse } from '../wire.ts'
import type { Control } from './control.ts'
import { settingsChangeSchema } from './settings.ts'

const prefix = '/_local/'

/** True for the calls that are no AWS calls but steer the local AWS. */
export function isControlCall(call: WireRequest): boolean {
  return splitUrl(call.url).path.startsWith(prefix)
}

/** Control calls by their names. Whoever opens a local AWS may add its own to those here. */
export type ControlCalls = Readonly<Record<string, { readonly GET?: Handler; readonly POST?: Handler }>>

/** Answers `/_local/...` in JSON. A page from elsewhere is refused, not only kept from reading. */
export async function serveControl(
  call: WireRequest,
  control: Control,
  allowedOrigins: readonly string[],
  more: ControlCalls = {},
): Promise<WireResponse> {
  const origin = call.headers['origin']
  const host = call.headers['host']
  // Guards against a foreign page whose name was made to resolve to this machine.
  if (host !== undefined && !isLoopbackHost(host))
    return json(403, { error: 'the control calls answer on loopback only' })
  if (origin !== undefined && !isLoopbackOrigin(origin) && !allowedOrigins.includes(origin)) {
    return json(403, { error: `pages from ${origin} may not steer the local AWS` })
  }
  const cors = origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'Origin' }
  if (call.method === 'OPTIONS') {
    return textResponse(204, '', {
      ...cors,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
    })
  }
  const { status, body } = await answer(call, control, { ...routes, ...more })
  return json(status, body, cors)
}

interface Answered {
  readonly status: number
  readonly body: unknown
}

async function answer(call: WireRequest, control: Control, calls: ControlCalls): Promise<Answered> {
  const { path, query } = splitUrl(call.url)
  const name = path.slice(prefix.length)
  const known = Object.hasOwn(calls, name) ? calls[name] : undefined
  const method = call.method === 'HEAD' ? 'GET' : call.method
  const handler = method === 'GET' ? known?.GET : method === 'POST' ? known?.POST : undefined
  if (known === undefined) {
    return {
      status: 404,
      body: { error: `no control call ${path}; there are ${Object.keys(calls).join(', ')}` },
    }
  }
  if (handler === undefined)
    return { status: 405, body: { error: `${path} answers ${Object.keys(known).join(', ')}` } }
  let input: unknown = Object.fromEntries(new URLSearchParams(query))
  if (method === 'POST') {
    const text = bodyText(call)
    try {
      input = text === '' ? {} : JSON.parse(text ?? '')
    } catch {
      return { status: 400, body: { error: 'the body is not JSON' } }
    }
  }
  return handler(input, control)
}

class Refusal {
  readonly status: number
  readonly error: string

  constructor(status: number, error: string) {
    this.status = status
    this.error = error
  }
}

type Handler = (input: unknown, control: Control) => Answered | Promise<Answered>

/** A control call whose input is checked; what is wrong is said by field. `run` gives what is answered as JSON. */
export function controlCall<Schema extends v.GenericSchema>(
  schema: Schema,
  run: (input: v.InferOutput<Schema>, control: Control) => unknown,
): Handler {
  return async (input, control) => {
    const parsed = v.safeParse(schema, input)
    if (parsed.success) {
      const body = await run(parsed.output, control)
      return body instanceof Refusal
        ? { status: body.status, body: { error: body.error } }
        : { status: 200, body }
    }
    const problems = parsed.issues.map((issue) => {
      const field = v.getDotPath(issue)
      return field === null ? issue.message : `${field}: ${issue.message}`
    })
    return { status: 400, body: { error: problems.join('; ') } }
  }
}

const nothing = v.strictObject({})
const scenarioName = v.custom<ScenarioName>(
  (value) => typeof value === 'string' && isScenarioName(value),
  `expected one of ${Object.keys(scenarios).join(', ')}`,
)
const worldSeconds = v.pipe(v.number(), v.minValue(0), v.maxValue(31 * 86_400))
/** Epoch milliseconds, far from what a Date can hold. */
const worldMoment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Date.UTC(2200)))
const speedFactor = v.pipe(v.number(), v.gtValue(0), v.maxValue(3600))
const seed = v.union([v.number(), v.string()])
const index = v.optional(v.pipe(v.string(), v.digits(), v.toNumber()))

/** After a change of the clock its caller wants to know how it stands. */
function clockRoute<Schema extends v.GenericSchema>(
  schema: Schema,
  change: (input: v.InferOutput<Schema>, control: Control) => Promise<void>,
): Handler {
  return controlCall(schema, async (input, control) => {
    await change(input, control)
    return control.clock()
  })
}

const routes: ControlCalls = {
  status: { GET: controlCall(nothing, (_, control) => control.status()) },
  clock: { GET: controlCall(nothing, (_, control) => control.clock()) },
  pause: { POST: clockRoute(nothing, (_, control) => control.pause()) },
  resume: { POST: clockRoute(nothing, (_, control) => control.resume()) },
  step: {
    POST: clockRoute(v.strictObject({ seconds: worldSeconds }), ({ seconds }, control) =>
      control.step(seconds),
    ),
  },
  speed: {
    POST: clockRoute(v.strictObject({ factor: speedFactor }), ({ factor }, control) =>
      control.setSpeed(factor),
    ),
  },
  scenario: {
    POST: controlCall(
      v.strictObject({
        name: scenarioName,
        seed: v.optional(seed),
        paused: v.optional(v.boolean()),
        startMs: v.optional(worldMoment),
      }),
      async ({ name, seed: worldSeed, paused, startMs }, control) => {
        await control.openScenario(name, {
          ...(worldSeed === undefined ? {} : { seed: worldSeed }),
          ...(paused === undefined ? {} : { paused }),
          ...(startMs === undefined ? {} : { startMs }),
        })
        return control.status()
      },
    ),
  },
  settings: {
    GET: controlCall(nothing, async (_, control) => (await control.status()).settings),
    POST: controlCall(settingsChangeSchema, (change, control) => {
      const unknown = control.unknownNames(change)
      return unknown.length > 0 ? new Refusal(400, unknown.join('; ')) : control.changeSettings(change)
    }),
  },
  calls: { GET: controlCall(v.strictObject({ since: index }), ({ since }, control) => control.calls(since)) },
  workers: {
    GET: controlCall(nothing, async (_, control) => ({ workers: await control.workers() })),
    POST: controlCall(
      v.strictObject({ name: v.string(), behaviour: v.picklist(workerBehaviours) }),
      async ({ name, behaviour }, control) => {
        const found = await control.setWorker(name, behaviour)
        return found ? { name, behaviour } : new Refusal(404, `no worker is called ${name}`)
      },
    ),
  },
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return textResponse(status, JSON.stringify(body), {
    ...headers,
    'content-type': 'application/json',
    'cache-control': 'no-store',
  })
}
