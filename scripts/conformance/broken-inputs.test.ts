import { describe, expect, it } from 'vitest'
import { awsRefusal } from './aws-refusal.ts'
import { brokenInputs } from './broken-inputs.ts'
import { knownOperations } from './operations.ts'
import { signedCall } from './signed-call.ts'
import { stillAws } from './still-aws.ts'

describe('a member that breaks a constraint', () => {
  it('is refused in the words of AWS, whatever the operation, and secrets are never repeated', async () => {
    const { aws, defects, wireNowMs, wait } = await stillAws('quiet')
    let count = 0
    const operations = knownOperations()
    for (const { service, name, input } of operations) {
      for (const broken of brokenInputs(input)) {
        wait(1000)
        const body = JSON.stringify(broken.input)
        const answer = await aws.handle(signedCall({ service, operation: name, body, atMs: wireNowMs() }))
        const { code, message } = awsRefusal(answer)
        const where = `${name}: ${broken.title}`
        expect(`${where}: ${code}`).toBe(`${where}: ${broken.code}`)
        if (broken.code === 'ValidationException') {
          expect(message).toMatch(/^(1 validation error|\d+ validation errors) detected: /)
          expect(message, where).toContain(broken.sentence)
        }
        if (broken.secret !== undefined) expect(message.includes(broken.secret), where).toBe(false)
        count += 1
      }
    }
    expect(defects).toEqual([])
    console.log(`${count} broken constraints of ${operations.length} operations refused`)
    expect(count).toBeGreaterThan(800)
  })
})
