import { parseDefinition } from '../../asl/parse-definition.ts'
import { createLocalAws } from '../../local-aws/local-aws.ts'
import { handPorts } from '../../local-aws/test-ports.ts'
import type { LabOrder, LabTrace } from './lab-run.ts'
import { type LabTimeline, labTimeline } from './lab-timeline.ts'
import { momentWords } from './lab-words.ts'
import { openLab } from './lab-world.ts'
import { prepared } from './prepared.ts'

/** A lab in an empty world that stands still but for the steps of a test. */
export function aLab() {
  const defects: unknown[] = []
  const localAws = createLocalAws({
    seed: 1,
    scenario: 'quiet',
    startMs: Date.UTC(2026, 10, 20, 14),
    paused: true,
    ports: handPorts(Date.UTC(2026, 10, 20, 14)),
    onDefect: (error) => defects.push(error),
  })
  const lab = openLab(localAws)
  const trace = async (): Promise<LabTrace> => {
    const found = await lab.trace()
    if (found === null) throw new Error('nothing was started')
    return found
  }
  return { localAws, lab, defects, trace, step: (seconds: number) => localAws.control.step(seconds) }
}

export function preparedOrder(id: string): LabOrder {
  const found = prepared.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no machine ${id} is prepared`)
  return found
}

export function timelineOf(trace: LabTrace, { definition }: LabOrder): LabTimeline {
  const parsed = parseDefinition(definition)
  if (parsed.kind !== 'ok') throw new Error('the definition is not valid')
  return labTimeline(trace, parsed.machine)
}

/** The lane of what happened, empty words left out. */
export function happened({ moments }: LabTimeline): readonly string[] {
  return moments.map((moment) => momentWords(moment).happened).filter((words) => words !== '')
}
