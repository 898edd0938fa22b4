import { AwsError } from '../aws-error.ts'
import type { Alias, StateMachine, Version } from './model.ts'
import type { StatesStore } from './store.ts'

/** Step Functions Developer Guide, quotas: of one state machine. */
const mostVersions = 1000

/**
 * PublishStateMachineVersion: gives the version of the newest revision, a new one where it was never published. With a
 * `revisionId` only if that is the newest one's; `INITIAL` stands for the one without an id. Throws
 * `ConflictException`, `StateMachineDeleting`, `ServiceQuotaExceededException`.
 */
export function publishVersion(
  { world }: StatesStore,
  stateMachine: StateMachine,
  { revisionId, description }: { revisionId?: string | undefined; description?: string | undefined } = {},
): Version {
  const { arn, revision, versions, deleting } = stateMachine
  if (deleting) throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`)
  if (revisionId !== undefined && revisionId !== (revision.id ?? 'INITIAL')) {
    throw new AwsError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${revision.id ?? 'INITIAL'}.`,
    )
  }
  for (const version of versions.values()) if (version.revision === revision) return version
  if (versions.size >= mostVersions) {
    throw new AwsError(
      'ServiceQuotaExceededException',
      `The maximum number of versions, ${mostVersions}, has been reached: '${arn}'`,
    )
  }
  stateMachine.lastVersion += 1
  const number = stateMachine.lastVersion
  const version: Version = {
    number,
    arn: `${arn}:${number}`,
    stateMachine,
    revision,
    description,
    createdMs: world.loop.nowMs,
  }
  versions.set(number, version)
  return version
}

/** The version that an execution started by this alias runs: by chance, as the weights have it. */
export function chosenVersion({ aliasChoices }: StatesStore, { routes }: Alias): Version | undefined {
  const [first, second] = routes
  if (first === undefined || second === undefined) return first?.version
  return aliasChoices.next() * 100 < first.weight ? first.version : second.version
}
