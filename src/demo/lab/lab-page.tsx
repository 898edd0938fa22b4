import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { definitionProblems } from '../../asl/definition-problems.ts'
import { realPorts } from '../../console/ports.ts'
import { useStore } from '../../ui/use-store.ts'
import { DefinitionEditor, goTo } from './definition-editor.tsx'
import type { LabClient } from './lab-client.ts'
import { LabResult } from './lab-result.tsx'
import { type Prepared, prepared } from './prepared.ts'
import { WorkerFields } from './worker-form.tsx'
import { formOf, mannerOf, type WorkerForm } from './worker-form-model.ts'
import './lab.css'

/** A look at the world twice a second is as live as a person sees. */
const LOOK_MS = 500

interface Draft {
  readonly preparedId: string | null
  readonly definition: string
  readonly input: string
  readonly form: WorkerForm
}

/** A state machine and a worker of one's own, and what becomes of them. `shown`: not put aside for the console. */
export function LabPage({ lab, shown }: { readonly lab: LabClient; readonly shown: boolean }) {
  const state = useStore(lab.state)
  const [draft, setDraft] = useState<Draft>(firstDraft)
  const area = useRef<HTMLTextAreaElement>(null)
  const fields = useRef<HTMLDivElement>(null)
  const result = useRef<HTMLDivElement>(null)
  const settled = useDeferredValue(draft.definition)
  const problems = useMemo(() => definitionProblems(settled), [settled])
  useLooks(lab, shown)
  const chosen = prepared.find(({ id }) => id === draft.preparedId)

  const run = async (): Promise<void> => {
    const manner = mannerOf(draft.form)
    const [first] = definitionProblems(draft.definition)
    if (first !== undefined) goTo(area.current, first)
    else if (manner === null) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    else {
      await lab.start({ definition: draft.definition, input: draft.input, manner })
      // On a phone it lies below all that was typed.
      const below = result.current?.getBoundingClientRect().top ?? 0
      if (below > window.innerHeight / 2) result.current?.scrollIntoView({ block: 'start' })
    }
  }

  return (
    <main className="lab" hidden={!shown}>
      <Header
        variant="h1"
        description="A state machine, a worker, and what becomes of them in a simulated AWS: what happens, beside what AWS tells of it."
      >
        Heartbeat lab
      </Header>
      <div className="lab-columns">
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">State machine</Header>}>
            <SpaceBetween size="m">
              <FormField label="Prepared" description={chosen?.about ?? 'Your own.'}>
                <Select
                  selectedOption={chosen === undefined ? null : { value: chosen.id, label: chosen.title }}
                  placeholder="Choose one, or paste your own below"
                  options={prepared.map(({ id, title }) => ({ value: id, label: title }))}
                  onChange={({ detail }) => {
                    const next = prepared.find(({ id }) => id === detail.selectedOption.value)
                    if (next !== undefined) setDraft(draftOf(next))
                  }}
                />
              </FormField>
              <DefinitionEditor
                text={draft.definition}
                problems={problems}
                area={area}
                onChange={(definition) => setDraft({ ...draft, definition, preparedId: null })}
              />
              <FormField label="Input" description="JSON, what the execution begins with.">
                <Input
                  value={draft.input}
                  spellcheck={false}
                  onChange={({ detail }) => setDraft({ ...draft, input: detail.value })}
                />
              </FormField>
            </SpaceBetween>
          </Container>
          <Container header={<Header variant="h2">Worker</Header>}>
            <div ref={fields}>
              <WorkerFields form={draft.form} onChange={(form) => setDraft({ ...draft, form })} />
            </div>
          </Container>
        </SpaceBetween>
        <div ref={result}>
          <LabResult state={state} onRun={() => void run()} onStop={() => void lab.stop()} />
        </div>
      </div>
    </main>
  )
}

function firstDraft(): Draft {
  const [first] = prepared
  if (first === undefined) throw new Error('no state machine is prepared')
  return draftOf(first)
}

function draftOf({ id, definition, input, manner }: Prepared): Draft {
  return { preparedId: id, definition, input, form: formOf(manner) }
}

/** Follows the run while the page is shown. */
function useLooks(lab: LabClient, shown: boolean): void {
  useEffect(() => {
    if (!shown) return
    let cancel = (): void => undefined
    let over = false
    const turn = async (): Promise<void> => {
      // A look that AWS throttles is made good by the next one.
      await lab.look().catch(() => undefined)
      if (!over) cancel = realPorts.after(LOOK_MS, () => void turn())
    }
    void turn()
    return () => {
      over = true
      cancel()
    }
  }, [lab, shown])
}
