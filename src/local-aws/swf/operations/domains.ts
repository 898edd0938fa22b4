import type { DomainInfo } from '@aws-sdk/client-swf'
import { AwsError } from '../../aws-error.ts'
import { defined } from '../../defined.ts'
import { flag, members, optional, required } from '../../validation.ts'
import * as fields from '../fields.ts'
import { domainArn, domainOf } from '../lookups.ts'
import type { Domain } from '../model.ts'
import type { SwfOperations } from '../shapes.ts'
import type { SwfStore } from '../store.ts'
import { withTags } from '../tags.ts'
import { listPage } from './list-page.ts'

/** Amazon SWF Developer Guide, quotas; deprecated ones count. */
const mostDomains = 100

type Names = 'DeprecateDomain' | 'DescribeDomain' | 'ListDomains' | 'RegisterDomain' | 'UndeprecateDomain'

export function domainOperations(store: SwfStore): Pick<SwfOperations, Names> {
  const oneDomain = members({ name: required(fields.domainName) })
  return {
    RegisterDomain: {
      parse: members({
        name: required(fields.newDomainName),
        description: optional(fields.description),
        workflowExecutionRetentionPeriodInDays: required(fields.retentionDays),
        tags: optional(fields.resourceTags),
      }),
      resource: ({ name = '' }, call) => domainArn(name, call),
      run(
        { name = '', description, workflowExecutionRetentionPeriodInDays: retention = 'NONE', tags },
        call,
      ) {
        const domains = store.domainsIn(call.region)
        // A deprecated domain keeps its name.
        if (domains.has(name)) throw new AwsError('DomainAlreadyExistsFault', name)
        if (domains.size >= mostDomains) {
          throw new AwsError('LimitExceededFault', `Exceeded the limit of ${mostDomains} domains`)
        }
        domains.set(name, {
          tags: withTags(new Map(), tags ?? []),
          name,
          arn: domainArn(name, call),
          region: call.region,
          description,
          retentionDays: fields.toTimeout(retention) ?? 'NONE',
          registeredMs: store.world.loop.nowMs,
          status: 'REGISTERED',
          workflowTypes: new Map(),
          activityTypes: new Map(),
          open: new Map(),
          executions: new Map(),
          activityLists: new Map(),
          decisionLists: new Map(),
        })
        return {}
      },
    },
    DescribeDomain: {
      parse: oneDomain,
      resource: ({ name = '' }, call) => domainArn(name, call),
      run({ name = '' }, call) {
        const domain = domainOf(store, name, call)
        return {
          domainInfo: listItem(domain),
          configuration: { workflowExecutionRetentionPeriodInDays: String(domain.retentionDays) },
        }
      },
    },
    DeprecateDomain: {
      parse: oneDomain,
      resource: ({ name = '' }, call) => domainArn(name, call),
      run({ name = '' }, call) {
        const domain = domainOf(store, name, call)
        if (domain.status === 'DEPRECATED') throw new AwsError('DomainDeprecatedFault', name)
        domain.status = 'DEPRECATED'
        for (const type of [...domain.workflowTypes.values(), ...domain.activityTypes.values()]) {
          if (type.status === 'DEPRECATED') continue
          type.status = 'DEPRECATED'
          type.deprecatedMs = store.world.loop.nowMs
        }
        return {}
      },
    },
    UndeprecateDomain: {
      parse: oneDomain,
      resource: ({ name = '' }, call) => domainArn(name, call),
      run({ name = '' }, call) {
        const domain = domainOf(store, name, call)
        if (domain.status === 'REGISTERED') throw new AwsError('DomainAlreadyExistsFault', name)
        // Its types stay deprecated: AWS documents that they go with their domain, not that they come back with it.
        domain.status = 'REGISTERED'
        return {}
      },
    },
    ListDomains: {
      parse: members({
        registrationStatus: required(fields.registrationStatus),
        nextPageToken: optional(fields.pageToken),
        maximumPageSize: optional(fields.pageSize),
        reverseOrder: optional(flag),
      }),
      resource: () => '*',
      run(input, { region }) {
        const domains = [...store.domainsIn(region).values()].filter(
          ({ status }) => status === input.registrationStatus,
        )
        const page = listPage(store, ['ListDomains', region], input, domains, ({ name }) => [name])
        return defined({ domainInfos: page.items.map(listItem), nextPageToken: page.nextPageToken })
      },
    },
  }
}

function listItem({ name, status, description, arn }: Domain): DomainInfo {
  return defined({ name, status, description, arn })
}
