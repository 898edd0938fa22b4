import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { BoardPage } from '../features/board/board-page.tsx'
import { readBoardSearch } from '../features/board/board-search.ts'
import { rememberBoard } from '../parts/board-place.ts'
import { BrokenPage } from './broken-page.tsx'
import { BOARD_PATH, readLinkSearch, writeLinkSearch } from './link.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: BrokenPage,
})

const board = createRoute({
  getParentRoute: () => root,
  path: BOARD_PATH,
  validateSearch: readBoardSearch,
  component: BoardPage,
})

const execution = createRoute({
  getParentRoute: () => root,
  path: '/executions/$connectionId/$executionId',
  component: lazyRouteComponent(() => import('../features/task/execution-page.tsx'), 'ExecutionPage'),
})

const task = createRoute({
  getParentRoute: () => root,
  path: '/executions/$connectionId/$executionId/tasks/$scheduledEventId',
  component: lazyRouteComponent(() => import('../features/task/task-page.tsx'), 'TaskPage'),
})

const findings = createRoute({
  getParentRoute: () => root,
  path: '/findings',
  component: lazyRouteComponent(() => import('../features/findings/findings-page.tsx'), 'FindingsPage'),
})

const journal = createRoute({
  getParentRoute: () => root,
  path: '/journal',
  component: lazyRouteComponent(() => import('../features/journal/journal-page.tsx'), 'JournalPage'),
})

const check = createRoute({
  getParentRoute: () => root,
  path: '/check',
  component: lazyRouteComponent(() => import('../features/check/check-page.tsx'), 'CheckPage'),
})

/** By default the places of the console are paths of its host. */
export function consoleRouter(history: RouterHistory = createBrowserHistory()) {
  return createRouter({
    routeTree: root.addChildren([board, execution, task, findings, journal, check]),
    defaultErrorComponent: BrokenPage,
    // Here and not in a route: what a route's own validation leaves out, the router gives to the page all the same.
    parseSearch: (query) => readLinkSearch(BOARD_PATH, query).search,
    stringifySearch: writeLinkSearch,
    scrollRestoration: true,
    history: rememberBoard(history),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof consoleRouter>
  }
}
