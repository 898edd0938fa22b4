import { formatBothZones } from '../lib/moment.ts'
import { useWriteMoment } from './use-write-moment.ts'

/** A moment of server time, with both zones to be had on hover. */
export function Moment({ ms }: { readonly ms: number }) {
  const write = useWriteMoment()
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatBothZones(ms)}>
      {write(ms)}
    </time>
  )
}
