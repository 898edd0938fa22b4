import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useState } from 'react'
import type { PastedSignIn, PastedState } from '../../console/sign-in/pasted-sign-in.ts'
import { type CredentialsProblem, readCredentials } from '../../console/sign-in/read-credentials.ts'
import { useConsole } from '../../parts/console-context.tsx'
import { useStore } from '../../ui/use-store.ts'
import { listed, problemWords } from './sign-in-words.ts'

const WHY: Readonly<Record<Extract<PastedState, { kind: 'none' }>['why'], string>> = {
  notYet: '',
  ended: 'The pasted credentials have ended. ',
  refused: 'AWS no longer takes the pasted credentials, or never did. ',
}

/** Asks for temporary credentials where a connection has no other sign-in. They leave the form as soon as they are taken. */
export function PasteNotice({ pasted }: { readonly pasted: PastedSignIn }) {
  const { connections } = useConsole()
  const state = useStore(pasted.state)
  if (state.kind === 'held') return null
  const names = connections.filter(({ signInKey }) => signInKey === pasted.key).map(({ id }) => id)
  return (
    <Alert
      type={state.why === 'notYet' ? 'info' : 'warning'}
      header={<span role="alert">{`Paste temporary credentials to read ${listed(names)}`}</span>}
    >
      <SpaceBetween size="s">
        <div>
          {WHY[state.why]}They stay in the memory of this page until it goes, and nowhere else. When they end
          is known only where the pasted text says so.
        </div>
        <PasteForm pasted={pasted} />
      </SpaceBetween>
    </Alert>
  )
}

const EMPTY = { accessKeyId: '', secretAccessKey: '', sessionToken: '' }
const FIELDS = [
  ['accessKeyId', 'Access key id', 'text'],
  ['secretAccessKey', 'Secret access key', 'password'],
  ['sessionToken', 'Session token', 'password'],
] as const

function PasteForm({ pasted }: { readonly pasted: PastedSignIn }) {
  const [text, setText] = useState('')
  const [fields, setFields] = useState(EMPTY)
  const [problem, setProblem] = useState<CredentialsProblem | null>(null)

  const use = (): void => {
    const read = readCredentials(text.trim() === '' ? asLines(fields) : text)
    setText('')
    setFields(EMPTY)
    if (read.kind === 'problem') setProblem(read.problem)
    else pasted.paste(read.credentials)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        use()
      }}
    >
      <SpaceBetween size="s">
        <FormField
          label={`Credentials for ${pasted.key}`}
          description="The three AWS_… lines for a shell, or the JSON of aws sts or aws configure export-credentials."
          errorText={problem === null ? undefined : problemWords(problem)}
          stretch
        >
          <Textarea
            value={text}
            rows={4}
            spellcheck={false}
            autoComplete={false}
            disableBrowserAutocorrect
            onChange={({ detail }) => {
              setText(detail.value)
              setProblem(null)
            }}
          />
        </FormField>
        <ExpandableSection headerText="Or in three fields">
          <SpaceBetween size="xs">
            {FIELDS.map(([name, label, type]) => (
              <FormField key={name} label={label} stretch>
                <Input
                  type={type}
                  value={fields[name]}
                  autoComplete={false}
                  spellcheck={false}
                  onChange={({ detail }) => {
                    setFields((before) => ({ ...before, [name]: detail.value }))
                    setProblem(null)
                  }}
                />
              </FormField>
            ))}
          </SpaceBetween>
        </ExpandableSection>
        <Button formAction="submit" variant="primary">
          Use these credentials
        </Button>
      </SpaceBetween>
    </form>
  )
}

function asLines({ accessKeyId, secretAccessKey, sessionToken }: typeof EMPTY): string {
  return [
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
    ['AWS_SESSION_TOKEN', sessionToken],
  ]
    .flatMap(([name, value = '']) => (value.trim() === '' ? [] : [`${name}=${value.trim()}`]))
    .join('\n')
}
