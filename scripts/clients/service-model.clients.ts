import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { HistoryEventType } from '@aws-sdk/client-sfn'
import { EventType } from '@aws-sdk/client-swf'
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import {
  changedSinceDebian,
  newerThanDebian,
  unlistedErrors,
  unwrittenEvents,
} from '../conformance/beyond-the-model.ts'
import { checkRecorded } from '../conformance/check-recorded.ts'
import { compareInput } from '../conformance/compare-input.ts'
import { knownOperations } from '../conformance/operations.ts'
import { readServiceModels, type ServiceModel } from '../conformance/service-model.ts'
import { tour } from '../conformance/tour.ts'
import type { RecordedCall } from '../conformance/tour-guide.ts'

/** The botocore for which the lists are written; a newer one knows more. */
const debianVersion = '1.29.27'

const client = inject('clients').boto3
let version = ''
let models: Readonly<Record<'states' | 'swf' | 'cognito-identity', ServiceModel>>
let recorded: readonly RecordedCall[]

beforeAll(async () => {
  if (client.kind === 'missing') return
  const ask = 'import botocore, os; print(botocore.__version__); print(os.path.dirname(botocore.__file__))'
  const { stdout } = await promisify(execFile)(client.path, ['-c', ask])
  const [answeredVersion = '', directory = ''] = stdout.trim().split('\n')
  version = answeredVersion
  models = readServiceModels(`${directory}/data`)
  recorded = await tour()
})

beforeEach((context) => {
  if (client.kind === 'missing') context.skip(client.reason)
})

describe("botocore's service models", () => {
  it('know every member and every type of what goes over the wire, but for what AWS has added since', () => {
    const verdict = checkRecorded(models, recorded)
    const inputs = comparedInputs()
    const beyond = new Set([...verdict.unknown, ...inputs.unknown])
    console.log(
      `botocore ${version}: ${verdict.checked} calls and the inputs of ${knownOperations().length} operations agree with it; ` +
        `it does not know ${beyond.size} things, and the operations of ${verdict.unchecked} calls`,
    )
    expect(verdict.wrong).toEqual([])
    const known = [...newerThanDebian, ...unlistedErrors]
    if (version === debianVersion) {
      expect([...beyond].sort()).toEqual(known.toSorted())
      expect(inputs.wrong).toEqual(changedSinceDebian)
    } else {
      expect([...beyond].filter((name) => !known.includes(name))).toEqual([])
      expect(inputs.wrong.filter((difference) => !changedSinceDebian.includes(difference))).toEqual([])
    }
  })

  it('were met with every operation and every event that the local AWS has', () => {
    const called = new Set(
      recorded
        .filter(({ status }) => status === 200)
        .map(({ service, operation }) => `${service}.${operation}`),
    )
    const operations = knownOperations().map(({ service, name }) => `${service}.${name}`)
    expect(operations.filter((operation) => !called.has(operation))).toEqual([])
    const seen = eventTypes()
    const unseen = (all: readonly string[]): string[] => all.filter((type) => !seen.has(type)).sort()
    expect(unseen(Object.values(HistoryEventType))).toEqual(unwrittenEvents.states)
    expect(unseen(Object.values(EventType))).toEqual(unwrittenEvents.swf)
  })
})

function comparedInputs(): { wrong: string[]; unknown: Set<string> } {
  const differences = { wrong: [], unknown: new Set<string>() }
  for (const { service, name, input } of knownOperations()) {
    const model = models[service]
    const shape = model.operations[name]?.input?.shape
    if (shape === undefined) differences.unknown.add(`${service}.${name}`)
    else compareInput(model, shape, input, name, differences)
  }
  return differences
}

function eventTypes(): Set<string> {
  const types = recorded.flatMap(({ answer }) => {
    const { events } = Object(answer) as { events?: unknown } // of an answer of any operation
    if (!Array.isArray(events)) return []
    return events.map((event) => {
      const { type, eventType } = Object(event) as { type?: unknown; eventType?: unknown }
      return String(type ?? eventType)
    })
  })
  return new Set(types)
}
