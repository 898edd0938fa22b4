import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import type { CallContext } from '../../operation.ts'
import { members, optional, required, text } from '../../validation.ts'
import { checkArn } from '../arn.ts'
import { stateMachineOf } from '../lookups.ts'
import type { StateMachine } from '../model.ts'
import { newestPage } from '../newest-page.ts'
import * as rules from '../rules.ts'
import type { StepFunctionsOperations } from '../shapes.ts'
import type { StatesStore } from '../store.ts'
import { publishVersion } from '../versions.ts'

type Names = 'DeleteStateMachineVersion' | 'ListStateMachineVersions' | 'PublishStateMachineVersion'

export function versionOperations(store: StatesStore): Pick<StepFunctionsOperations, Names> {
  return {
    PublishStateMachineVersion: {
      parse: members({
        stateMachineArn: required(rules.arn),
        revisionId: optional(text()),
        description: optional(rules.description),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '', ...how }, call) {
        const version = publishVersion(store, stateMachineOf(store, stateMachineArn, call), how)
        return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdMs) }
      },
    },
    ListStateMachineVersions: {
      parse: members({
        stateMachineArn: required(rules.arn),
        nextToken: optional(rules.pageToken),
        maxResults: optional(rules.pageSize),
      }),
      resource: ({ stateMachineArn = '' }) => stateMachineArn,
      run({ stateMachineArn = '', ...paging }, call) {
        const versions = [...listedMachine(store, stateMachineArn, call).versions.values()]
        const request = ['ListStateMachineVersions', stateMachineArn]
        const { items, nextToken } = newestPage(store, request, paging, versions, ({ number }) => number)
        return defined({
          stateMachineVersions: items.map(({ arn, createdMs }) => ({
            stateMachineVersionArn: arn,
            creationDate: new Date(createdMs),
          })),
          nextToken,
        })
      },
    },
    DeleteStateMachineVersion: {
      parse: members({ stateMachineVersionArn: required(rules.longArn) }),
      resource: ({ stateMachineVersionArn = '' }) => stateMachineVersionArn,
      run({ stateMachineVersionArn: arn = '' }, { region }) {
        checkArn(arn, 'stateMachine')
        const number = /^(.+):(\d+)$/.exec(arn)
        if (number === null) throw new AwsError('ValidationException', `Not the ARN of a version: '${arn}'`)
        const stateMachine = store.stateMachines.get(number[1] ?? '')
        // The API reference lists no error for a version that is not there.
        if (stateMachine?.region !== region) return {}
        const version = stateMachine.versions.get(Number(number[2]))
        for (const alias of stateMachine.aliases.values()) {
          if (!alias.routes.some((route) => route.version === version)) continue
          throw new AwsError('ConflictException', `Version is referenced by the alias '${alias.arn}'`)
        }
        stateMachine.versions.delete(Number(number[2]))
        return {}
      },
    },
  }
}

/** Throws `InvalidArn`, and `ValidationException` for what is not there: the API reference lists no other error. */
function listedMachine(store: StatesStore, arn: string, call: CallContext): StateMachine {
  checkArn(arn, 'stateMachine')
  const stateMachine = store.stateMachines.get(arn)
  if (stateMachine?.region === call.region) return stateMachine
  throw new AwsError('ValidationException', `State Machine Does Not Exist: '${arn}'`)
}
