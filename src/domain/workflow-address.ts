import { percentDecoded } from './percent-decoded.ts'
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
 * `executionInfo`), an AWS console address such as `…/swf/home?region=eu-west-1#execution_summary:domain=D;workflowId=W;runId=R!=`, the
 * command line's `workflowId=W,runId=R`, or two or three words: `workflowId runId`, `domain workflowId runId`. `several`: the text names
 * more than one. null: it names none, and a task token is none.
 */
export function readWorkflowAddress(text: string): WorkflowAddress | 'several' | null {
  const trimmed = text.trim()
  const json = parsed(trimmed)
  if (json !== undefined) return only(inJson(json, null))
  return only([inAddress(trimmed) ?? inArguments(trimmed) ?? inWords(trimmed)])
}

type Named = Omit<WorkflowAddress, 'service'>

function only(found: readonly (Named | null)[]): WorkflowAddress | 'several' | null {
  const named = found.filter((one) => one !== null).filter(isPlausible)
  const [first] = named
  if (first === undefined) return null
  if (named.some(({ workflowId, runId }) => workflowId !== first.workflowId || runId !== first.runId))
    return 'several'
  return { service: 'swf', ...first }
}

/** Lengths of the API reference. Half of a surrogate pair is no text, and could stand in no address. */
function isPlausible({ domain, workflowId, runId }: Named): boolean {
  const parts = [domain ?? 'none', workflowId, runId]
  return (
    parts.every((part) => part.length > 0 && part.length <= 256 && !/\p{Surrogate}/u.test(part)) &&
    runId.length <= 64
  )
}

/** Also a piece copied out of the middle of an object; undefined: no JSON. */
function parsed(text: string): unknown {
  if (!/"runId"\s*:/.test(text)) return undefined
  for (const candidate of [text, `{${text.replace(/,$/, '')}}`]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // the next reading of it, or none
    }
  }
  return undefined
}

/** Every object with both ids. A domain beside them or around them is theirs; a parent is another execution. */
function inJson(value: unknown, domainAround: string | null): readonly Named[] {
  if (Array.isArray(value)) return value.flatMap((item) => inJson(item, domainAround))
  if (typeof value !== 'object' || value === null) return []
  const { domain: own, workflowId, runId, ...others } = value as Readonly<Record<string, unknown>> // JSON: any object is one
  const domain = typeof own === 'string' ? own : domainAround
  if (typeof workflowId === 'string' && typeof runId === 'string')
    return [{ region: null, domain, workflowId, runId }]
  return Object.entries(others).flatMap(([key, item]) =>
    key.startsWith('parent') ? [] : inJson(item, domain),
  )
}

/** The AWS console writes its parameters after `#`, parted by `;`, and puts `!` before a `=` or `;` that belongs to a value. */
function inAddress(text: string): Named | null {
  const address = /https?:\/\/(\S*?)console\.[a-z.-]*\/swf\/\S*/.exec(text)
  if (address === null) return null
  const [whole, host = ''] = address
  const line = percentDecoded(whole)
  const value = (key: string): string | null =>
    new RegExp(`[#?&:;]${key}=((?:!.|[^!;&#])*)`).exec(line)?.[1]?.replaceAll(/!(.)/g, '$1') ?? null
  const workflowId = value('workflowId')
  const runId = value('runId')
  if (workflowId === null || runId === null) return null
  const region = value('region') ?? (host.replace(/\.$/, '') || null)
  return { region, domain: value('domain'), workflowId, runId }
}

/** The command line's shorthand. A workflowId may hold white space, so it ends where the runId begins. */
function inArguments(text: string): Named | null {
  const pair =
    /workflowId=(?<workflowId>.+?)\s*,\s*runId=(?<runId>[^\s,"']+)/s.exec(text) ??
    /runId=(?<runId>[^\s,"']+)\s*,\s*workflowId=(?<workflowId>[^"'\n]+)/.exec(text)
  const { workflowId, runId } = pair?.groups ?? {}
  if (workflowId === undefined || runId === undefined) return null
  const option = (name: string): string | null =>
    new RegExp(`(?:^|\\s)--${name}[=\\s]\\s*["']?([^\\s"']+)`).exec(text)?.[1] ?? null
  return { region: option('region'), domain: option('domain'), workflowId: workflowId.trim(), runId }
}

/** What AWS gives as a runId: base64 of a hash, in its examples a UUID. No plain word looks like it. */
const RUN_ID_LIKE = /^(?=.*[\d=])[A-Za-z0-9+/_-]{16,64}={0,2}$/

/** AWS allows no colon, slash or vertical bar in a domain's name or a workflowId (StartWorkflowExecution). */
const NAME_LIKE = /^[^:/|]+$/

/** AWS allows white space and commas in a workflowId, but then nothing tells where it ends. */
function inWords(text: string): Named | null {
  const words = text.split(/[\s,]+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
  const [workflowId = '', domain = null] = words.slice(0, -1).reverse()
  const runId = words.at(-1) ?? ''
  if (words.length < 2 || words.length > 3) return null
  // A token broken in two by the copying must not stand in an address.
  if (words.some((word) => tokenLikeStrings(word).length > 0)) return null
  if (!RUN_ID_LIKE.test(runId) || ![workflowId, domain ?? 'none'].every((name) => NAME_LIKE.test(name)))
    return null
  return { region: null, domain, workflowId, runId }
}
