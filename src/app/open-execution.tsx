import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useConsole } from '../parts/console-context.tsx'
import { executionHref } from '../parts/task-name.tsx'
import { openAddress } from './open-address.ts'

/** Opens an execution by its ARN, by its address in the AWS console, or by its ids in SWF, as an alarm gives it. */
export function OpenExecution() {
  const { connections, inFlight } = useConsole()
  const router = useRouter()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const open = (): void => {
    const opened = openAddress(text, connections, inFlight.get())
    if ('problem' in opened) {
      setProblem(opened.problem)
      return
    }
    setText('')
    setProblem(null)
    router.history.push(executionHref(opened.connectionId, opened.executionId))
  }

  return (
    <form
      className="open-execution"
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
    >
      <FormField errorText={problem}>
        <div className="open-execution-line">
          <Input
            value={text}
            type="search"
            clearAriaLabel="Clear"
            ariaLabel="Open an execution by ARN, AWS console address, or SWF workflowId and runId"
            placeholder="Execution ARN, console address, or SWF workflowId and runId"
            onChange={({ detail }) => {
              setText(detail.value)
              setProblem(null)
            }}
          />
          <Button formAction="submit">Open</Button>
        </div>
      </FormField>
    </form>
  )
}
