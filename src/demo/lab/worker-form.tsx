import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type SecondsField, secondsProblem, type WorkerForm } from './worker-form-model.ts'

const DIES_WITH = [
  { value: 'first', label: 'Only with its first task' },
  { value: 'each', label: 'With each task' },
] as const

const ANSWERS = [
  { value: 'success', label: 'SendTaskSuccess' },
  { value: 'failure', label: 'SendTaskFailure' },
] as const

/** How the worker is to behave. */
export function WorkerFields({
  form,
  onChange,
}: {
  readonly form: WorkerForm
  readonly onChange: (form: WorkerForm) => void
}) {
  const seconds = (field: SecondsField, label: string, description: string) => (
    <FormField label={label} description={description} errorText={secondsProblem(form[field])}>
      <Input
        value={form[field]}
        inputMode="numeric"
        placeholder="never"
        onChange={({ detail }) => onChange({ ...form, [field]: detail.value })}
      />
    </FormField>
  )
  return (
    <SpaceBetween size="m">
      <Checkbox
        checked={form.polls}
        description="For activities, and for messages with a token. Without one, tasks wait."
        onChange={({ detail }) => onChange({ ...form, polls: detail.checked })}
      >
        A worker is there
      </Checkbox>
      {form.polls && (
        <SpaceBetween size="m">
          <div className="lab-fields">
            {seconds('beatEverySeconds', 'Beats every (s)', 'From taking the task on.')}
            {seconds('answersAfterSeconds', 'Answers after (s)', 'Late, if the task is over by then.')}
            {seconds('diesAfterSeconds', 'Dies after (s)', 'Another one is there 5 s later.')}
            <FormField label="Dies" description="Where it dies at all.">
              <Select
                selectedOption={DIES_WITH.find(({ value }) => value === form.diesWith) ?? null}
                options={DIES_WITH}
                onChange={({ detail }) =>
                  onChange({ ...form, diesWith: detail.selectedOption.value === 'each' ? 'each' : 'first' })
                }
              />
            </FormField>
            <FormField label="Answers with" description="Where it answers at all.">
              <Select
                selectedOption={ANSWERS.find(({ value }) => value === form.answer) ?? null}
                options={ANSWERS}
                onChange={({ detail }) =>
                  onChange({
                    ...form,
                    answer: detail.selectedOption.value === 'failure' ? 'failure' : 'success',
                  })
                }
              />
            </FormField>
          </div>
          <Checkbox
            checked={form.ignoresCancel}
            description="Step Functions asks no worker to stop. All that it hears of a stop is that its next beat is refused."
            onChange={({ detail }) => onChange({ ...form, ignoresCancel: detail.checked })}
          >
            Ignores cancel: works on when a beat is refused
          </Checkbox>
        </SpaceBetween>
      )}
    </SpaceBetween>
  )
}
