import ExpandableSection from '@cloudscape-design/components/expandable-section'
import { momentWriter } from '../../lib/moment.ts'
import type { LabEvent } from './lab-run.ts'
import type { LabMoment, LabTimeline } from './lab-timeline.ts'
import { momentWords } from './lab-words.ts'

/** A page holds no more of a long run. */
const MOST_MOMENTS = 300

/** Moment by moment, what was so beside what can be known of it. */
export function LanesTable({ timeline }: { readonly timeline: LabTimeline }) {
  const { moments, nowMs } = timeline
  const shown = moments.slice(-MOST_MOMENTS)
  return (
    <>
      {shown.length < moments.length && (
        <p className="lab-quiet">{moments.length - shown.length} earlier moments are not shown.</p>
      )}
      <table className="lab-table lab-lanes">
        <caption className="lab-caption">The run, moment by moment</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">What happened</th>
            <th scope="col">What AWS tells</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((moment) => (
            <LaneRow key={keyOf(moment)} moment={moment} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function LaneRow({ moment, nowMs }: { readonly moment: LabMoment; readonly nowMs: number }) {
  const { happened, told, hidden, tone } = momentWords(moment)
  return (
    <tr data-tone={tone} data-hidden={hidden}>
      <td className="figures">{momentWriter('local').short(moment.atMs, nowMs)}</td>
      <td className="lab-happened">{happened}</td>
      <td className="lab-told">{told}</td>
    </tr>
  )
}

function keyOf(moment: LabMoment): string {
  switch (moment.kind) {
    case 'event':
      return `event ${moment.event.fact.id}`
    case 'beats':
      return `beats ${moment.task} ${moment.atMs}`
    case 'doing':
      return `${moment.doing.kind} ${moment.doing.task} ${moment.atMs}`
  }
}

/** What GetExecutionHistory answers. */
export function EventsTable({
  events,
  nowMs,
}: {
  readonly events: readonly LabEvent[]
  readonly nowMs: number
}) {
  return (
    <ExpandableSection headerText={`Events of the history (${events.length})`}>
      <table className="lab-table lab-events">
        <caption className="lab-caption">GetExecutionHistory, without its data</caption>
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">After</th>
            <th scope="col">Time</th>
            <th scope="col">Type</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(-MOST_MOMENTS).map(({ fact, type }) => (
            <tr key={fact.id}>
              <td className="figures">{fact.id}</td>
              <td className="figures">{fact.previousEventId}</td>
              <td className="figures">{momentWriter('local').short(fact.atMs, nowMs)}</td>
              <td>{type}</td>
              <td>{detailsOf(fact)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ExpandableSection>
  )
}

function detailsOf(fact: LabEvent['fact']): string {
  const parts = [
    'name' in fact ? fact.name : null,
    'heartbeatSeconds' in fact && fact.heartbeatSeconds !== null
      ? `heartbeatInSeconds ${fact.heartbeatSeconds}`
      : null,
    'timeoutSeconds' in fact && fact.timeoutSeconds !== null
      ? `timeoutInSeconds ${fact.timeoutSeconds}`
      : null,
    'workerName' in fact ? fact.workerName : null,
    'error' in fact ? fact.error : null,
  ]
  return parts.filter((part) => part !== null).join(', ')
}
