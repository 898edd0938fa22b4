import type { WorkerManner } from './lab-run.ts'

export const SECONDS_FIELDS = ['beatEverySeconds', 'diesAfterSeconds', 'answersAfterSeconds'] as const
export type SecondsField = (typeof SECONDS_FIELDS)[number]

/** A worker's manner as it is typed; an empty field means never. */
export type WorkerForm = Omit<WorkerManner, SecondsField> & Readonly<Record<SecondsField, string>>

/** A year, as long as an execution may live. */
const MOST_SECONDS = 31_536_000

export function formOf(manner: WorkerManner): WorkerForm {
  const text = (seconds: number | null): string => (seconds === null ? '' : String(seconds))
  return {
    ...manner,
    beatEverySeconds: text(manner.beatEverySeconds),
    diesAfterSeconds: text(manner.diesAfterSeconds),
    answersAfterSeconds: text(manner.answersAfterSeconds),
  }
}

/** What is wrong with a field; null: nothing. */
export function secondsProblem(text: string): string | null {
  if (text.trim() === '') return null
  const seconds = Number(text)
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MOST_SECONDS
    ? null
    : `A whole number of seconds from 1 to ${MOST_SECONDS}, or nothing for never`
}

/** null: a field cannot be read. */
export function mannerOf(form: WorkerForm): WorkerManner | null {
  if (SECONDS_FIELDS.some((field) => secondsProblem(form[field]) !== null)) return null
  const seconds = (text: string): number | null => (text.trim() === '' ? null : Number(text))
  return {
    ...form,
    beatEverySeconds: seconds(form.beatEverySeconds),
    diesAfterSeconds: seconds(form.diesAfterSeconds),
    answersAfterSeconds: seconds(form.answersAfterSeconds),
  }
}
