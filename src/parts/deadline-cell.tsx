import Button, { type ButtonProps } from '@cloudscape-design/components/button'
import Tooltip from '@cloudscape-design/components/tooltip'
import { useCallback, useId, useRef } from 'react'
import { estimate } from '../domain/estimate.ts'
import type { TaskRow } from '../queries/in-flight.ts'
import { deadlineBar } from './deadline-bar-model.ts'
import { deadlineSentences, deadlineWords } from './deadline-words.ts'
import { useHint } from './use-hint.ts'
import { useLatestRow } from './use-latest-row.ts'
import { useTicked, useTicking } from './use-ticking.ts'
import { useWriteMoment } from './use-write-moment.ts'
import './deadline-cell.css'

interface DeadlineCellProps {
  readonly row: TaskRow
  readonly size?: 'cell' | 'page'
}

/** What is known of a task's end: a figure, its words, and a bar; written through refs once a tick. */
export function DeadlineCell({ row, size = 'cell' }: DeadlineCellProps) {
  const latest = useLatestRow(row)
  const root = useRef<HTMLDivElement>(null)
  const figure = useRef<HTMLSpanElement>(null)
  const words = useRef<HTMLSpanElement>(null)
  const under = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const solid = useRef<HTMLDivElement>(null)
  const hatched = useRef<HTMLDivElement>(null)
  const hard = useRef<HTMLDivElement>(null)

  useTicking(() => {
    const { evidence, task, connection } = latest()
    const now = connection.clock.now()
    const estimated = estimate(evidence, now)
    const said = deadlineWords(task, estimated, now)
    const { heartbeatSeconds } = task
    const drawn = deadlineBar(estimated, heartbeatSeconds == null ? null : heartbeatSeconds * 1000, now)
    if (root.current !== null) {
      setAttribute(root.current, 'data-tone', said.tone)
      setAttribute(root.current, 'data-kind', estimated.kind)
    }
    setText(figure.current, said.figure)
    setText(words.current, said.words)
    setText(under.current, said.under)
    if (bar.current !== null) setAttribute(bar.current, 'data-drawn', String(drawn !== null))
    const solidEnd = drawn?.solid ?? 0
    const hatchedEnd = solidEnd + (drawn?.hatched ?? 0)
    setTransform(solid.current, `scaleX(${solidEnd.toFixed(3)})`)
    setClip(hatched.current, `inset(0 ${percent(1 - hatchedEnd)} 0 ${percent(solidEnd)})`)
    setTransform(hard.current, `translateX(${percent(drawn?.hard ?? 2)})`)
  })

  return (
    <div ref={root} className={`deadline deadline-${size}`}>
      <div className="deadline-line">
        <span className="deadline-shape" aria-hidden="true" />
        <span ref={figure} className="deadline-figure figures" />
        <span ref={words} className="deadline-words" />
      </div>
      {/* The page draws the whole timeline instead. */}
      {size === 'cell' && (
        <div ref={bar} className="deadline-bar" aria-hidden="true">
          <div ref={solid} className="deadline-solid" />
          <div ref={hatched} className="deadline-hatched" />
          <div ref={hard} className="deadline-hard" />
        </div>
      )}
      <div ref={under} className="deadline-under" />
    </div>
  )
}

/** The cell with its evidence in whole sentences, on hover, focus, click and tap. */
export function DeadlineWithEvidence({ row }: { readonly row: TaskRow }) {
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<ButtonProps.Ref>(null)
  const track = useCallback(() => root.current?.querySelector('button') ?? null, [])
  const { isShown, show, hide, handlers } = useHint()
  return (
    <div ref={root} {...handlers}>
      {/* A button of the design system: a grid's arrow keys find no other. */}
      <Button
        ref={button}
        variant="inline-link"
        nativeButtonAttributes={{ className: 'deadline-button' }}
        {...(isShown ? { ariaDescribedby: id } : {})}
        onClick={() => {
          // Some browsers leave the focus where it was, and then nothing would hide it again.
          button.current?.focus()
          show()
        }}
      >
        <DeadlineCell row={row} />
      </Button>
      {isShown && (
        // Above, where it covers neither its own row nor, in a card, what stands beneath the figure.
        <Tooltip
          position="top"
          getTrack={track}
          onEscape={hide}
          content={
            <div id={id}>
              <DeadlineEvidence row={row} />
            </div>
          }
        />
      )}
    </div>
  )
}

/** The evidence in whole sentences. */
export function DeadlineEvidence({ row }: { readonly row: TaskRow }) {
  const evidence = useEvidence(row)
  const text = useTicked(() => evidence().join('\n'))
  return (
    <div className="evidence">
      {text.split('\n').map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}

function useEvidence(row: TaskRow): () => readonly string[] {
  const write = useWriteMoment()
  const latest = useLatestRow(row)
  return () => {
    const { evidence, task, connection } = latest()
    const now = connection.clock.now()
    return deadlineSentences(task, estimate(evidence, now), now, write)
  }
}

function setText(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text
}

function setAttribute(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function setClip(element: HTMLElement | null, clipPath: string): void {
  if (element !== null && element.style.clipPath !== clipPath) element.style.clipPath = clipPath
}

function setTransform(element: HTMLElement | null, transform: string): void {
  if (element !== null && element.style.transform !== transform) element.style.transform = transform
}
