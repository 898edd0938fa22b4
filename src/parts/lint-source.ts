import type { KnownLimits } from '../queries/limits-query.ts'
import type { MachineDefinition } from '../queries/machine-definitions.ts'
import type { WriteMoment } from './deadline-words.ts'

/** Which definition a finding stands in: what is in force by now may be newer than what anything runs. */
export function definitionSource(
  { inForceFromMs, stateMachineVersionArn }: Pick<KnownLimits, 'inForceFromMs' | 'stateMachineVersionArn'>,
  write: WriteMoment,
): string {
  const version = stateMachineVersionArn?.split(':').at(7)
  return [
    'the newest definition that was read',
    ...(version === undefined ? [] : [`version ${version}`]),
    ...(Number.isFinite(inForceFromMs) ? [`in force since ${write(inForceFromMs)}`] : []),
  ].join(', ')
}

/** More names than these help nobody. */
const NAMED = 5

/** Of which state machines the definitions were judged; null where there are no state machines. */
export function definitionsRead(
  definitions: readonly Pick<MachineDefinition, 'workflowName' | 'read'>[],
): string | null {
  if (definitions.length === 0) return null
  const read = definitions.filter((one) => one.read !== null)
  const named = (what: string, some: typeof definitions): readonly string[] => {
    if (some.length === 0) return []
    const names = some.slice(0, NAMED).map(({ workflowName }) => workflowName)
    const more = some.length - names.length
    return [`${what}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]
  }
  return [
    `Definitions read of ${read.length} of ${definitions.length} state machine${definitions.length === 1 ? '' : 's'}; each is read with an execution that runs it.`,
    ...named(
      'Not read',
      definitions.filter((one) => one.read === null),
    ),
    ...named(
      'Not readable',
      read.filter((one) => one.read?.lint.kind === 'unreadable'),
    ),
  ].join(' ')
}
