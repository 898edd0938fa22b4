import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import LiveRegion from '@cloudscape-design/components/live-region'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { tasksOfStateMachine } from '../features/board/board-filter.ts'
import { useConsole } from '../parts/console-context.tsx'
import { OfConnection } from '../parts/of-connection.tsx'
import { executionHref, executionLabel, RouteLink } from '../parts/task-name.tsx'
import { type Opened, openAddress, type Place } from './open-address.ts'

/** Opens an execution by its ARN, by its address in the AWS console, by its ids in SWF, or by its name, as an alarm gives it. */
export function OpenExecution() {
  const { connections, inFlight } = useConsole()
  const router = useRouter()
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<Opened | null>(null)

  const open = (): void => {
    const result = openAddress(text, connections, inFlight.get())
    setOpened(result)
    if ('problem' in result || 'choices' in result) return
    setText('')
    if ('executionId' in result) router.history.push(executionHref(result.connectionId, result.executionId))
    else void router.navigate({ to: '/', search: tasksOfStateMachine(result.stateMachineName) })
  }

  return (
    <form
      className="open-execution"
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
    >
      <FormField
        errorText={opened !== null && 'problem' in opened && opened.problem}
        constraintText={opened !== null && 'note' in opened && <LiveRegion>{opened.note}</LiveRegion>}
      >
        <div className="open-execution-line">
          <Input
            value={text}
            type="search"
            clearAriaLabel="Clear"
            ariaLabel="Open an execution by ARN, AWS console address, or SWF workflowId and runId"
            placeholder="Execution ARN, console address, or SWF workflowId and runId"
            onChange={({ detail }) => {
              setText(detail.value)
              setOpened(null)
            }}
          />
          <Button formAction="submit">Open</Button>
        </div>
      </FormField>
      {opened !== null && 'choices' in opened && (
        <Choices
          places={opened.choices}
          onFollow={() => {
            setText('')
            setOpened(null)
          }}
        />
      )}
    </form>
  )
}

function Choices({ places, onFollow }: { readonly places: readonly Place[]; readonly onFollow: () => void }) {
  return (
    <ul aria-label="Executions to choose from" className="open-execution-choices">
      {places.map(({ connectionId, executionId }) => (
        <li key={`${connectionId} ${executionId}`}>
          <RouteLink href={executionHref(connectionId, executionId)} onFollow={onFollow}>
            {executionLabel(executionId)}
          </RouteLink>
          <OfConnection id={connectionId} />
        </li>
      ))}
    </ul>
  )
}
