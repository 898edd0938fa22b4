import { type HistoryLocation, type RouterHistory, useRouterState } from '@tanstack/react-router'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The board's address when the person left it for this page: its filters and its page number. */
    readonly board?: string
  }
}

const BOARD_PATH = '/'

/** Makes every new entry of a history remember the board's address that it was reached from; a reload and Back keep it. */
export function rememberBoard(history: RouterHistory): RouterHistory {
  const { push, replace } = history
  const withBoard = (state: object | undefined) => ({ ...state, board: boardAddress(history.location) })
  history.push = (path, state, options) => push(path, withBoard(state), options)
  history.replace = (path, state, options) => replace(path, withBoard(state), options)
  return history
}

/** The way back to the board as the person left it. */
export function useBoardAddress(): string {
  return useRouterState({ select: ({ location }) => location.state.board ?? BOARD_PATH })
}

function boardAddress({ pathname, search, state }: HistoryLocation): string {
  return pathname === BOARD_PATH ? pathname + search : (state.board ?? BOARD_PATH)
}
