import { expect, it } from 'vitest'
import { answerProblems } from '../domain/app-error.ts'
import { errorWords } from './error-words.ts'

it.each(answerProblems)(
  'an answer that cannot be used names the endpoint, the call and what is wrong: %s',
  (problem) => {
    const { headline, detail, next } = errorWords({
      kind: 'unreadable',
      endpoint: 'http://127.0.0.1:4567',
      action: 'states:GetExecutionHistory',
      problem,
    })
    expect(headline).toBe('Unusable answer from http://127.0.0.1:4567')
    expect(detail).toMatch(/^GetExecutionHistory .{20,}\.$/)
    expect(next).toContain('Nothing in it is used')
  },
)

it('each problem has words of its own', () => {
  const action = 'swf:ListOpenWorkflowExecutions'
  const details = answerProblems.map(
    (problem) => errorWords({ kind: 'unreadable', endpoint: '', action, problem }).detail,
  )
  expect(new Set(details).size).toBe(answerProblems.length)
})
