import { expect, it } from 'vitest'
import { createOwnDetails } from './own-details.ts'

it('knows the newest details of each task, and of no other', () => {
  const details = createOwnDetails()
  const task = { connectionId: 'a', executionId: 'swf:d/w/r', scheduledEventId: 5 }
  expect(details.get(task)).toBeUndefined()
  details.keep(task, '10 %')
  details.keep({ ...task, scheduledEventId: 9 }, 'another try')
  details.keep(task, '20 %')
  expect(details.get({ ...task })).toBe('20 %')
  expect(details.get({ ...task, connectionId: 'b' })).toBeUndefined()
})
