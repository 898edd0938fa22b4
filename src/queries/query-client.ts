import { QueryClient } from '@tanstack/react-query'

/** The cache of what was read. It never reads by itself: the read loop is the scheduler. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: Number.POSITIVE_INFINITY, // the read loop removes what is over
        retry: false,
        refetchInterval: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        refetchOnMount: false,
        structuralSharing: false, // the fold keeps identity itself
        networkMode: 'always',
      },
    },
  })
}
