import type { CSSProperties } from 'react'
import { estimate } from '../domain/estimate.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import {
  deadlineTimeline,
  type Stretch,
  type Timeline,
  type TimelineMark,
} from './deadline-timeline-model.ts'
import { deadlineWords } from './deadline-words.ts'
import { useTicked } from './use-ticking.ts'
import { useWriteMoment } from './use-write-moment.ts'
import './deadline-timeline.css'

/** One task's estimate drawn through time. The sentences beside it say the same, so it is for the eye alone. */
export function DeadlineTimeline({ row }: { readonly row: TaskRow }) {
  const write = useWriteMoment()
  const { timeline, tone } = useTicked(() => {
    const { evidence, connection, task } = row
    const now = connection.clock.now()
    const estimated = estimate(evidence, now)
    return {
      timeline: deadlineTimeline(evidence, estimated, now, write),
      tone: deadlineWords(task, estimated, now).tone,
    }
  }, looksAlike)
  return (
    <div className="timeline deadline" data-tone={tone} aria-hidden="true">
      <Marks marks={timeline.past} />
      <div className="timeline-line">
        <Span of={timeline.open} className="timeline-open" />
        <Span of={timeline.hatched} className="deadline-hatched" />
        <Span of={timeline.solid} className="deadline-solid" />
        <Span of={timeline.proof} className="timeline-proof" />
      </div>
      <Marks marks={timeline.future} upwards />
    </div>
  )
}

/** A line of text each, so that none hides another; a leader joins each to its place on the line. */
function Marks({
  marks,
  upwards = false,
}: {
  readonly marks: readonly TimelineMark[]
  readonly upwards?: boolean
}) {
  return (
    <ol className={upwards ? 'timeline-marks timeline-future' : 'timeline-marks timeline-past'}>
      {marks.map(({ kind, words, at, beyond }, index) => (
        <li
          key={kind}
          data-mark={kind}
          data-side={at > 0.5 ? 'end' : 'start'}
          style={{ '--at': percent(at) } as CSSProperties} // React's type knows no custom properties
        >
          <span
            className="timeline-leader"
            style={{
              // From its own text to the line, past the texts between.
              blockSize: `calc(${upwards ? index : marks.length - 1 - index} * var(--row) + var(--row) / 2)`,
            }}
          />
          <span className="timeline-words figures">
            {beyond === 'before' ? `◂ ${words}` : beyond === 'after' ? `${words} ▸` : words}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Span({ of, className }: { readonly of: Stretch | null; readonly className: string }) {
  if (of === null) return null
  return (
    <div
      className={className}
      style={{ insetInlineStart: percent(of.from), insetInlineEnd: percent(1 - of.to) }}
    />
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`
}

function looksAlike(
  a: { readonly timeline: Timeline; readonly tone: string },
  b: { readonly timeline: Timeline; readonly tone: string },
): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
