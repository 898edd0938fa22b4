import { formatDuration } from '../../lib/duration.ts'
import type { LabTrace } from './lab-run.ts'
import { labStrip, type StripMark, type StripStretch } from './lab-strip-model.ts'
import type { LabTimeline } from './lab-timeline.ts'

/** The run as two lanes, drawn; the table below says the same in words. */
export function LabStrip({ trace, timeline }: { readonly trace: LabTrace; readonly timeline: LabTimeline }) {
  const strip = labStrip(trace, timeline)
  const length = formatDuration(timeline.nowMs - timeline.startedAtMs)
  return (
    <div
      className="lab-strip"
      role="img"
      aria-label={`Two lanes over ${length}; the table says the same in words`}
    >
      <Lane title="What happened" stretches={strip.lives} marks={strip.happened} />
      <Lane title="What AWS tells" stretches={strip.guarantees} marks={strip.told} />
      <p className="lab-key">
        <Key mark="beat">beat</Key>
        <Key mark="refused">refused</Key>
        <Key mark="died">death</Key>
        <Key mark="answered">answer</Key>
        <Key mark="event">event</Key>
        <Key mark="ended">end</Key>
        <span>
          <i className="lab-stretch-key" data-kind="life" /> task in hand
        </span>
        <span>
          <i className="lab-stretch-key" data-kind="guarantee" /> guaranteed by the history
        </span>
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

function Key({ mark, children }: { readonly mark: StripMark['kind']; readonly children: string }) {
  return (
    <span>
      <i className="lab-mark-key" data-mark={mark} /> {children}
    </span>
  )
}
