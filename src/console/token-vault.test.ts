import { describe, expect, it } from 'vitest'
import { TaskToken } from '../domain/task-token.ts'
import { createTokenVault } from './token-vault.ts'

const task = { connectionId: 'local/eu-west-1', executionId: 'arn:x', scheduledEventId: 3 }

describe('the token vault', () => {
  it('keeps the newest token of each task, found by value', () => {
    const vault = createTokenVault()
    vault.keep(task, new TaskToken('first'))
    vault.keep({ ...task }, new TaskToken('second'))
    vault.keep({ ...task, scheduledEventId: 9 }, new TaskToken('another'))
    expect(vault.get({ ...task })?.reveal()).toBe('second')
    vault.forget({ ...task })
    expect(vault.get(task)).toBeUndefined()
    expect(vault.get({ ...task, scheduledEventId: 9 })?.reveal()).toBe('another')
  })

  it('shows no token to who writes it down', () => {
    const vault = createTokenVault()
    vault.keep(task, new TaskToken('secret-token'))
    expect(JSON.stringify(vault) + String(vault.get(task))).not.toContain('secret-token')
  })
})
