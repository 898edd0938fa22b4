import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordedHistoriesFile } from '../test/recorded-histories-file.ts'
import { STATES_TASKS, SWF_TASKS, statesAnswer, swfAnswer, TOKEN } from './testing-answers.ts'
import { runFold } from './testing-fold-command.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heartbeat-console-fold-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm run --silent fold', () => {
  it('prints the tasks of a file as JSON, and no token', async () => {
    const file = join(folder, 'history.json')
    writeFileSync(file, JSON.stringify(statesAnswer()))
    const { exitCode, stdout, stderr } = await runFold([file])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual(STATES_TASKS)
    expect(stdout).not.toContain(TOKEN.slice(0, 20))
  })

  it.each(['utf8', 'utf16le'] as const)('reads a file of %s with its mark', async (encoding) => {
    const file = join(folder, `${encoding}.json`)
    writeFileSync(file, `\uFEFF${JSON.stringify(statesAnswer())}\r\n`, encoding)
    const { exitCode, stdout, stderr } = await runFold([file])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual(STATES_TASKS)
  })

  it('reads standard input', async () => {
    const { exitCode, stdout } = await runFold(['-'], JSON.stringify([swfAnswer(), statesAnswer()]))
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual([SWF_TASKS, STATES_TASKS])
  })

  it.each<[string, readonly string[], string, string]>([
    ['nothing to read', [], '', 'Usage: npm run --silent fold -- FILE   (- for standard input)\n'],
    ['two files', ['a', 'b'], '', 'Usage: npm run --silent fold -- FILE   (- for standard input)\n'],
    ['a file that is not there', ['/nowhere/history.json'], '', '/nowhere/history.json cannot be read.\n'],
    [
      'a history in place of its name',
      [`{"events":[{"TaskToken":"${TOKEN}"}]}`],
      '',
      'The file cannot be read.\n',
    ],
    ['a folder', ['scripts'], '', 'scripts cannot be read.\n'],
    ['an empty input', ['-'], '', 'Standard input is not JSON.\n'],
    ['what is no JSON', ['-'], `{"events": ["${TOKEN}"`, 'Standard input is not JSON.\n'],
    [
      'what is no history',
      ['-'],
      '{"Events":[]}',
      'Standard input is no history: it has no list of events.\n',
    ],
  ])('ends with 2 and one line for %s', async (_, args, input, message) => {
    const { exitCode, stdout, stderr } = await runFold(args, input)
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: message })
  })
})

/** The shape of the file of recorded histories, described beside it. */
type Recorded = readonly { readonly test: string; readonly events: readonly Record<string, unknown>[] }[]

const recorded = recordedHistoriesFile()

describe.skipIf(recorded === undefined)('npm run --silent fold, histories recorded from AWS', () => {
  const histories = (): Recorded => JSON.parse(readFileSync(recorded ?? '', 'utf8')) as Recorded

  it('has nothing open in any of them, as they are', async () => {
    const answers = histories().map(({ events }) => ({ events }))
    expect(answers.length).toBeGreaterThan(0)
    const { exitCode, stdout } = await runFold(['-'], JSON.stringify(answers))
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual(answers.map(() => []))
  })

  it('has open in every prefix what is scheduled there and has not ended', async () => {
    // Two have placeholder ids and a missing event: usable whole only.
    const prefixes = histories()
      .filter(({ test }) => !test.includes('test_parallel_catch_error'))
      .flatMap(({ events }) => events.map((_, index) => events.slice(0, index + 1)))
    const answers = prefixes.map((events) => ({
      events: events.map((event, index) => ({ ...event, timestamp: 1_795_183_200 + index })).reverse(),
    }))
    const { stdout, stderr } = await runFold(['-'], JSON.stringify(answers))
    expect(stderr).toBe('')
    const open = (JSON.parse(stdout) as { scheduledEventId: number }[][]).map((tasks) =>
      tasks.map(({ scheduledEventId }) => scheduledEventId),
    )
    expect(open).toEqual(prefixes.map(openIn))
  })
})

/** Said without the fold: what ends a task leads back to its scheduling; the recorded ones nest no branches. */
function openIn(events: readonly Record<string, unknown>[]): number[] {
  const open = new Set<unknown>()
  for (const { type, id, previousEventId } of events) {
    if (/^(?:Task|Activity|LambdaFunction)Scheduled$/.test(String(type))) open.add(id)
    else if (/^(?:Task|Activity|LambdaFunction)(?:Succeeded|Failed|TimedOut)$/.test(String(type))) {
      let before = previousEventId
      while (before !== 0 && !String(events[Number(before) - 1]?.['type']).endsWith('Scheduled')) {
        before = events[Number(before) - 1]?.['previousEventId'] ?? 0
      }
      open.delete(before)
    } else if (/^(?:Parallel|Map)StateFailed$|^Execution(?!Started)/.test(String(type))) open.clear()
  }
  return [...open].map(Number)
}
