import { type RefObject, useId, useRef } from 'react'
import type { DefinitionProblem } from '../../asl/definition-problems.ts'

/** A text with line numbers, and what is wrong with it. */
export function DefinitionEditor({
  text,
  problems,
  onChange,
  area,
}: {
  readonly text: string
  readonly problems: readonly DefinitionProblem[]
  readonly onChange: (text: string) => void
  readonly area: RefObject<HTMLTextAreaElement | null>
}) {
  const id = useId()
  const gutter = useRef<HTMLPreElement>(null)
  const lines = text.split('\n').length
  return (
    <div className="lab-editor">
      <label className="lab-label" htmlFor={id}>
        Definition
      </label>
      <div className="lab-code">
        <pre ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, index) => index + 1).join('\n')}
        </pre>
        <textarea
          ref={area}
          id={id}
          value={text}
          rows={Math.min(Math.max(lines + 1, 12), 20)}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-problems`}
          onChange={({ target }) => onChange(target.value)}
          onScroll={({ currentTarget }) => gutter.current?.scrollTo({ top: currentTarget.scrollTop })}
        />
      </div>
      <p className="lab-problem-count" role="status" id={`${id}-problems`}>
        {problems.length === 0
          ? 'CreateStateMachine takes this definition.'
          : `CreateStateMachine refuses this definition: ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}.`}
      </p>
      {problems.length > 0 && (
        <ul className="lab-problems" aria-label="Problems">
          {problems.map((problem) => (
            <li key={`${problem.pointer} ${problem.line} ${problem.column} ${problem.reason}`}>
              <button type="button" onClick={() => goTo(area.current, problem)}>
                Line {problem.line}, column {problem.column}: {problem.reason}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Puts the caret where the problem is, and the line in sight. */
export function goTo(area: HTMLTextAreaElement | null, { line, column }: DefinitionProblem): void {
  if (area === null) return
  const lines = area.value.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const at = before + column - 1
  area.focus()
  area.setSelectionRange(at, at)
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 4)
}
