import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { pagedOperations } from '../conformance/paging/paged-operations.ts'
import { readPaginators } from '../conformance/service-model.ts'

describe.each(['boto3', 'newBoto3'] as const)("botocore's paginators, by %s", (which) => {
  const client = inject('clients')[which]

  it('page the operations that have pages here, by the same members', async (context) => {
    if (client.kind === 'missing') return context.skip(client.reason)
    const ask = 'import botocore, os; print(os.path.dirname(botocore.__file__))'
    const { stdout } = await promisify(execFile)(client.path, ['-c', ask])
    for (const service of ['states', 'swf', 'cognito-identity'] as const) {
      const paged = new Map(
        pagedOperations()
          .filter((operation) => operation.service === service)
          .map((operation) => [operation.name, operation]),
      )
      // Those of Cognito Identity walk lists of pools, which nobody here makes.
      if (service === 'cognito-identity') expect(paged.size).toBe(0)
      else {
        const paginators = Object.entries(readPaginators(`${stdout.trim()}/data`, service))
        expect(paginators.length).toBeGreaterThan(4)
        for (const [name, { input_token, output_token, limit_key }] of paginators) {
          const { token, size } = paged.get(name) ?? {}
          expect([name, token, token, size]).toEqual([name, input_token, output_token, limit_key])
        }
      }
    }
  })
})
