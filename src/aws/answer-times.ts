import { type ClockReading, type DateSight, dateSight } from '../domain/clock-offset.ts'

/** The part of an SDK client that lets a caller watch its answers. */
export interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<{ response: unknown }>,
      ) => (args: never) => Promise<{ response: unknown }>,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void
  }
}

/**
 * Tells `onSight` of the `Date` header of every answer, errors included, with the times around it. A browser shows the header
 * of another origin only where the server exposes it; without it nothing is told.
 */
export function watchAnswerTimes(
  client: Watchable,
  clocks: () => ClockReading,
  onSight: (sight: DateSight) => void,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const sent = clocks()
      const result = await next(args)
      const answered = clocks()
      const dateMs = Date.parse(headerOf(result.response, 'date') ?? '')
      if (!Number.isNaN(dateMs)) onSight(dateSight(dateMs, sent, answered))
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'watchAnswerTimes' },
  )
}

function headerOf(response: unknown, name: string): string | undefined {
  const headers = (response as { headers?: Record<string, string> }).headers ?? {} // the SDK's HttpResponse
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}
