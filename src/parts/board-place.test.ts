import { createMemoryHistory } from '@tanstack/react-router'
import { expect, it } from 'vitest'
import { rememberBoard } from './board-place.ts'

it('each page remembers how the board was left', () => {
  const history = rememberBoard(createMemoryHistory({ initialEntries: ['/'] }))
  const board = (): string | undefined => history.location.state.board
  history.replace('/?show=due&page=3')
  history.push('/executions/a/b/tasks/3')
  expect(board()).toBe('/?show=due&page=3')
  history.push('/findings')
  expect(board()).toBe('/?show=due&page=3')
  history.replace('/findings')
  expect(board()).toBe('/?show=due&page=3')
  history.push('/')
  history.push('/journal')
  expect(board()).toBe('/')
  history.go(-3)
  expect(history.location.pathname).toBe('/executions/a/b/tasks/3')
  expect(board()).toBe('/?show=due&page=3')
})

it('keeps what else an entry holds', () => {
  const history = rememberBoard(createMemoryHistory({ initialEntries: ['/journal'] }))
  history.push('/findings', { own: 1 })
  expect(history.location.state).toMatchObject({ own: 1, board: '/' })
})
