import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../lib/json.ts'
import { unquoted } from '../lib/pasted-text.ts'
import { decodingsOf } from './percent-decoded.ts'
import { tokenLikeStrings } from './task-token.ts'

/** A workflow execution of SWF as a person names it. */
export interface WorkflowAddress {
  readonly service: 'swf'
  /** Of an AWS console address; null: not said. */
  readonly region: string | null
  /** null: not said. */
  readonly domain: string | null
  readonly workflowId: string
  readonly runId: string
}

/**
 * Reads a workflow execution out of pasted text: JSON as AWS's command line prints or takes it (`{"workflowId", "runId"}`, also inside an
 * `executionInfo`, or in a record of CloudTrail), an AWS console address such as `…/swf/home?region=eu-west-1#execution_summary:domain=D;workflowId=W;runId=R!=`, the
 * command line's `workflowId=W,runId=R`, or two or three words: `workflowId runId`, `domain workflowId runId`. `several`: the text names
 * more than one. null: it names none, and a task token is none.
 */
export function readWorkflowAddress(
  text: string,
): WorkflowAddress | { readonly several: readonly WorkflowAddress[] } | null {
  const trimmed = text.trim()
  const json = parsed(trimmed)
  if (json !== undefined) return distinct(inJson(json, { region: null, domain: null }))
  return distinct([inAddress(trimmed) ?? inArguments(trimmed) ?? inWords(trimmed)])
}

type Named = Omit<WorkflowAddress, 'service'>

function distinct(found: readonly (Named | null)[]): ReturnType<typeof readWorkflowAddress> {
  const named = new Map<string, WorkflowAddress>()
  for (const one of found) {
    const key = JSON.stringify([one?.workflowId, one?.runId])
    if (one !== null && isPlausible(one) && !named.has(key)) named.set(key, { service: 'swf', ...one })
  }
  const [first, ...others] = named.values()
  if (first === undefined) return null
  return others.length === 0 ? first : { several: [first, ...others] }
}

/** Lengths of the API reference. Half of a surrogate pair is no text, and could stand in no address. */
function isPlausible({ domain, workflowId, runId }: Named): boolean {
  const parts = [domain ?? 'none', workflowId, runId]
  return (
    parts.every((part) => part.length > 0 && part.length <= 256 && !/\p{Surrogate}/u.test(part)) &&
    runId.length <= 64
  )
}

/** Also a piece copied out of the middle of an object; undefined: no JSON, or too deep. */
function parsed(text: string): JsonValue | undefined {
  if (!/"runId"\s*:/.test(text.replaceAll('\\"', '"'))) return undefined
  return parseJson(unquotedJson(text)) ?? parseJson(`{${text.replace(/,$/, '')}}`)
}

function unquotedJson(text: string): string {
  const bare = unquoted(text)
  return /^[[{]/.test(bare) ? bare : text
}

type Around = Pick<Named, 'region' | 'domain'>

/** Every object with both ids. A domain or region beside them or around them is theirs; a parent is another execution. */
function inJson(value: JsonValue, around: Around): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap((item) => inJson(item, around))
  if (!isJsonObject(value)) return []
  const here = {
    region: textOf(value, 'awsRegion') ?? around.region,
    domain: textOf(value, 'domain') ?? around.domain,
  }
  const workflowId = textOf(value, 'workflowId')
  const runId = textOf(value, 'runId')
  if (workflowId !== null && runId !== null) return [{ ...here, workflowId, runId }]
  const started = startedBy(value, here)
  if (started !== null) return [started]
  return Object.entries(value).flatMap(([key, item]) => {
    if (key.startsWith('parent')) return []
    // LookupEvents of CloudTrail answers each record as a text.
    const inner = key === 'CloudTrailEvent' && typeof item === 'string' ? parseJson(item) : item
    return inner === undefined ? [] : inJson(inner, here)
  })
}

/** CloudTrail's record of StartWorkflowExecution: the workflowId was asked for, the runId answered. */
function startedBy({ requestParameters, responseElements }: JsonObject, around: Around): Named | null {
  if (!isJsonObject(requestParameters) || !isJsonObject(responseElements)) return null
  const workflowId = textOf(requestParameters, 'workflowId')
  const runId = textOf(responseElements, 'runId')
  if (workflowId === null || runId === null) return null
  return { ...around, domain: textOf(requestParameters, 'domain') ?? around.domain, workflowId, runId }
}

function textOf(object: JsonObject, key: string): string | null {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return typeof value === 'string' ? value : null
}

/** The AWS console writes its parameters after `#`, parted by `;`, and puts `!` before a `=` or `;` that belongs to a value. */
function inAddress(text: string): Named | null {
  // A link of a sign-in portal holds the address in another, encoded once more.
  for (const form of decodingsOf(text)) {
    const address = /https?:\/\/([^\s/]{0,100}?)console\.[a-z.-]{0,60}\/swf\/\S*/.exec(form)
    if (address === null) continue
    const [whole, host = ''] = address
    const line = decodingsOf(whole)[1] ?? whole
    const value = (key: string): string | null =>
      new RegExp(`[#?&:;]${key}=((?:!.|[^!;&#])*)`).exec(line)?.[1]?.replaceAll(/!(.)/g, '$1') ?? null
    const workflowId = value('workflowId')
    const runId = value('runId')
    if (workflowId === null || runId === null) continue
    const region = value('region') ?? (host.split('.').at(-2) || null)
    return { region, domain: value('domain'), workflowId, runId }
  }
  return null
}

/** The command line's shorthand. A workflowId may hold white space, so it ends where the runId begins. */
function inArguments(text: string): Named | null {
  const pair =
    /workflowId=(?<workflowId>.{1,256}?)\s{0,9},\s{0,9}runId=(?<runId>[^\s,"']{1,65})/s.exec(text) ??
    /runId=(?<runId>[^\s,"']{1,65})\s{0,9},\s{0,9}workflowId=(?<workflowId>[^"'\n]{1,257})/.exec(text)
  const { workflowId, runId } = pair?.groups ?? {}
  if (workflowId === undefined || runId === undefined) return null
  const option = (name: string): string | null =>
    new RegExp(`(?:^|\\s)--${name}[=\\s]\\s{0,9}["']?([^\\s"']+)`).exec(text)?.[1] ?? null
  return { region: option('region'), domain: option('domain'), workflowId: workflowId.trim(), runId }
}

/** What AWS gives as a runId: base64 of a hash, in its examples a UUID. No plain word looks like it. */
const RUN_ID_LIKE = /^(?=.*[\d=])[A-Za-z0-9+/_-]{16,64}={0,2}$/

/** AWS allows no colon, slash or vertical bar in a domain's name or a workflowId (StartWorkflowExecution). */
const NAME_LIKE = /^[^:/|]+$/

/** AWS allows white space and commas in a workflowId, but then nothing tells where it ends. */
function inWords(text: string): Named | null {
  const words = text.split(/[\s,]+/, 4).map(unquoted)
  const [workflowId = '', domain = null] = words.slice(0, -1).reverse()
  const runId = words.at(-1) ?? ''
  if (words.length < 2 || words.length > 3) return null
  // A token broken in two by the copying must not stand in an address.
  if (words.some((word) => tokenLikeStrings(word).length > 0)) return null
  if (!RUN_ID_LIKE.test(runId) || ![workflowId, domain ?? 'none'].every((name) => NAME_LIKE.test(name)))
    return null
  return { region: null, domain, workflowId, runId }
}
