import { formatDuration } from '../../lib/duration.ts'
import { momentWriter } from '../../lib/moment.ts'
import type { LabTrace } from './lab-run.ts'
import { labStrip, type StripMark, type StripStretch } from './lab-strip-model.ts'
import type { LabTimeline } from './lab-timeline.ts'

const MARKS: readonly { readonly kind: StripMark['kind']; readonly words: string }[] = [
  { kind: 'beat', words: 'beat' },
  { kind: 'refused', words: 'refused' },
  { kind: 'died', words: 'death' },
  { kind: 'answered', words: 'answer' },
  { kind: 'ranOut', words: 'a limit runs out' },
  { kind: 'event', words: 'event' },
]

const STRETCHES: readonly { readonly kind: StripStretch['kind']; readonly words: string }[] = [
  { kind: 'life', words: 'task in hand' },
  { kind: 'guarantee', words: 'guaranteed by the history' },
]

/** The run as two lanes, drawn; the table below says the same in words. */
export function LabStrip({ trace, timeline }: { readonly trace: LabTrace; readonly timeline: LabTimeline }) {
  const strip = labStrip(trace, timeline)
  const { startedAtMs, nowMs } = timeline
  const { zoned } = momentWriter('local')
  const marks = new Set([...strip.happened, ...strip.told].map(({ kind }) => kind))
  const stretches = new Set([...strip.lives, ...strip.guarantees].map(({ kind }) => kind))
  return (
    <div
      className="lab-strip"
      role="img"
      aria-label={`Two lanes over ${formatDuration(nowMs - startedAtMs)}; the table says the same in words`}
    >
      <Lane title="What happened" stretches={strip.lives} marks={strip.happened} />
      <Lane title="What AWS tells" stretches={strip.guarantees} marks={strip.told} />
      <p className="lab-axis figures">
        <span>{zoned(startedAtMs, nowMs)}</span>
        <span>now, {zoned(nowMs, nowMs)}</span>
      </p>
      <p className="lab-key">
        {MARKS.filter(({ kind }) => marks.has(kind)).map(({ kind, words }) => (
          <span key={kind}>
            <i className="lab-mark-key" data-mark={kind} /> {words}
          </span>
        ))}
        {STRETCHES.filter(({ kind }) => stretches.has(kind)).map(({ kind, words }) => (
          <span key={kind}>
            <i className="lab-stretch-key" data-kind={kind} /> {words}
          </span>
        ))}
      </p>
    </div>
  )
}

function Lane({
  title,
  stretches,
  marks,
}: {
  readonly title: string
  readonly stretches: readonly StripStretch[]
  readonly marks: readonly StripMark[]
}) {
  return (
    <div className="lab-lane">
      <span className="lab-lane-title">{title}</span>
      <div className="lab-lane-line">
        {stretches.map(({ kind, from, to }) => (
          <span
            key={`${from} ${to}`}
            className="lab-stretch"
            data-kind={kind}
            style={{ insetInlineStart: `${from * 100}%`, inlineSize: `${(to - from) * 100}%` }}
          />
        ))}
        {marks.map(({ kind, at }) => (
          <span
            key={`${kind} ${at}`}
            className="lab-mark"
            data-mark={kind}
            style={{ insetInlineStart: `${at * 100}%` }}
          />
        ))}
      </div>
    </div>
  )
}
