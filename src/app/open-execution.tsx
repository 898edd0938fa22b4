import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Connection } from '../console/connection.ts'
import { type AddressProblem, readExecutionAddress } from '../domain/execution-address.ts'
import { useConsole } from '../parts/console-context.tsx'
import { executionHref } from '../parts/task-name.tsx'
import type { InFlight } from '../queries/in-flight.ts'

/** Opens an execution by its ARN or by its address in the AWS console, as an alarm gives it. */
export function OpenExecution() {
  const { connections, inFlight } = useConsole()
  const router = useRouter()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const open = (): void => {
    const address = readExecutionAddress(text)
    if ('problem' in address) {
      setProblem(PROBLEM_WORDS[address.problem])
      return
    }
    const inRegion = connections.filter(({ region }) => region === address.region)
    // Several accounts may share a region: the one whose executions have been read is the right one.
    const connection = inRegion.find(({ id }) => hasRead(inFlight.get(), id, address.account)) ?? inRegion[0]
    if (connection === undefined) {
      setProblem(noConnection(address.region, connections))
      return
    }
    setText('')
    setProblem(null)
    router.history.push(executionHref(connection.id, address.executionArn))
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
            ariaLabel="Open an execution by ARN or AWS console address"
            placeholder="Execution ARN or AWS console address"
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

const PROBLEM_WORDS: Readonly<Record<AddressProblem, string>> = {
  empty: 'Paste an execution ARN, or the address of its page in the AWS console.',
  notAnExecution:
    'There is no execution ARN in this. It looks like arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME.',
  stateMachine: 'This is a state machine. Open one of its executions.',
  express:
    'This is an Express execution. AWS keeps no readable history of it, and it has no activities or callbacks.',
}

function hasRead({ executions }: InFlight, connectionId: string, account: string): boolean {
  for (const { record } of executions.values())
    if (record.connectionId === connectionId && record.executionArn.split(':')[4] === account) return true
  return false
}

function noConnection(region: string, connections: readonly Connection[]): string {
  const known = connections.map((connection) => connection.region).join(', ')
  return `It is in ${region}; this console is connected to ${known}. Add the region to config.json.`
}
