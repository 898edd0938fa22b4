import { describe, expect, it } from 'vitest'
import { outcomeOf, runMachine } from './test-runs.ts'
import { steppedWorld } from './test-stepped-world.ts'

const says = (text: string) => ({ Type: 'Pass', Result: text, End: true })
const ends = { Big: says('big'), Small: says('small') }

describe('a Choice state', () => {
  const Choose = {
    Type: 'Choice',
    Choices: [
      { Variable: '$.n', NumericGreaterThan: 100, Next: 'Big' },
      { Variable: '$.n', NumericGreaterThan: 10, Next: 'Small' },
    ],
  }

  it.each([
    [101, 'big'],
    [11, 'small'],
  ])('goes where the first rule that holds says: %d', async (n, expected) => {
    expect(await runMachine({ Choose, ...ends }, { n })).toEqual(expected)
  })

  it('goes to its default where none holds', async () => {
    expect(await runMachine({ Choose: { ...Choose, Default: 'Small' }, ...ends }, { n: 1 })).toBe('small')
  })

  it('ends the execution where it has no default, also from within a Parallel that catches all', async () => {
    const cause =
      "An error occurred while executing the state 'Choose' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state."
    expect(await runMachine({ Choose, ...ends }, { n: 1 })).toEqual({ error: 'States.Runtime', cause })
    const Branches = [{ StartAt: 'Choose', States: { Choose, ...ends } }]
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }]
    const Fork = { Type: 'Parallel', Branches, Catch, End: true }
    expect(await runMachine({ Fork, Caught: says('caught') }, { n: 1 })).toMatchObject({
      error: 'States.Runtime',
    })
  })

  it('fails in the words of AWS where a path leads nowhere', async () => {
    expect(await runMachine({ Choose, ...ends }, {})).toEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Choose' (entered at the event id #2). Invalid path '$.n': The choice state's condition path references an invalid value.",
    })
  })

  it('sees its input through InputPath, the context object and variables, and hands it on through OutputPath', async () => {
    const Keep = { Type: 'Pass', Assign: { least: 5 }, Next: 'Choose' }
    const rule = {
      And: [
        { Variable: '$.n', NumericGreaterThanEqualsPath: '$least' },
        { Variable: '$$.Execution.Input.deep.n', IsNumeric: true },
      ],
      Next: 'End',
    }
    const machine = {
      Keep,
      Choose: { Type: 'Choice', InputPath: '$.deep', OutputPath: '$.kept', Choices: [rule] },
      End: { Type: 'Succeed' },
    }
    expect(await runMachine(machine, { deep: { n: 5, kept: 'this' } })).toBe('this')
  })

  it('assigns what the rule says that held, or what it says itself for its default', async () => {
    const machine = {
      Choose: {
        Type: 'Choice',
        Choices: [
          {
            Variable: '$.n',
            NumericEquals: 42,
            Assign: { 'status.$': "States.Format('right {}', $.n)" },
            Next: 'Tell',
          },
        ],
        Assign: { status: 'wrong', 'guess.$': '$.n' },
        Default: 'Tell',
      },
      Tell: { Type: 'Pass', Parameters: { 'status.$': '$status' }, End: true },
    }
    expect(await runMachine(machine, { n: 42 })).toEqual({ status: 'right 42' })
    expect(await runMachine(machine, { n: 1 })).toEqual({ status: 'wrong' })
  })

  it('of JSONata evaluates conditions, in order, and has an output of its own', async () => {
    const machine = {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'End' },
          {
            Condition: '{% $states.input.n > 100 %}',
            Output: { big: '{% $states.input.n %}' },
            Assign: { was: 'big' },
            Next: 'End',
          },
          { Condition: '{% $states.input.n > 10 %}', Next: 'End' },
        ],
        Output: 'by default',
        Default: 'End',
      },
      End: { Type: 'Succeed', Output: "{% [$states.input, $exists($was) ? $was : 'unknown'] %}" },
    }
    const jsonata = { QueryLanguage: 'JSONata' }
    expect(await runMachine(machine, { n: 101 }, jsonata)).toEqual([{ big: 101 }, 'big'])
    expect(await runMachine(machine, { n: 11 }, jsonata)).toEqual([{ n: 11 }, 'unknown'])
    expect(await runMachine(machine, { n: 1 }, jsonata)).toEqual(['by default', 'unknown'])
    expect(await runMachine(machine, { n: 'x' }, jsonata)).toMatchObject({
      error: 'States.QueryEvaluationError',
    })
  })

  it('that leads back to itself ends at 25,000 events', async () => {
    const aws = steppedWorld()
    const Again = { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Again' }] }
    const machine = await aws.stateMachine('M', { Again }, { QueryLanguage: 'JSONata' })
    const executionArn = await aws.start(machine)
    expect(await outcomeOf(aws, executionArn)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('maximum number of history events (25000)') as string,
    })
    expect(aws.store.executions.get(executionArn)?.events.length).toBeLessThanOrEqual(25_000)
  })
})
