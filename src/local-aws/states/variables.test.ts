import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outcomeOf, runMachine } from './test-runs.ts'
import { callbackResource, steppedWorld } from './test-stepped-world.ts'

const jsonata = { QueryLanguage: 'JSONata' }

describe('variables', () => {
  it('are read by every later state, in both languages', async () => {
    const machine = {
      A: { Type: 'Pass', Assign: { 'n.$': '$.n', list: [{ deep: 'x' }] }, Result: { n: 5 }, Next: 'B' },
      B: { Type: 'Pass', QueryLanguage: 'JSONata', Assign: { n: '{% $n + 1 %}' }, Next: 'C' },
      C: {
        Type: 'Pass',
        Parameters: { 'n.$': '$n', 'deep.$': '$list[0].deep', 'said.$': "States.Format('{}', $n)" },
        End: true,
      },
    }
    expect(await runMachine(machine)).toEqual({ n: 6, deep: 'x', said: '6' })
  })

  it('keep their values until the state is over: Assign and Output see the old ones (recorded)', async () => {
    const machine = {
      A: { Type: 'Pass', Assign: { x: 3, y: 6 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { 'x.$': '$y', 'y.$': '$x' }, OutputPath: '$x', Next: 'Tell' },
      Tell: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% [$states.input, $x, $y] %}', End: true },
    }
    expect(await runMachine(machine)).toEqual([3, 6, 3])
  })

  it('stand in the event of the state that assigned them, as texts', async () => {
    const aws = steppedWorld()
    const A = { Type: 'Pass', Assign: { n: 1, t: 'a', o: { x: [null] } }, Next: 'B' }
    const B = { Type: 'Pass', Assign: {}, End: true }
    const events = await aws.history(await aws.start(await aws.stateMachine('M', { A, B })))
    expect(events.flatMap(({ stateExitedEventDetails: details }) => details ?? [])).toEqual([
      {
        name: 'A',
        output: '{}',
        outputDetails: { truncated: false },
        assignedVariables: { n: '1', t: '"a"', o: '{"x":[null]}' },
        assignedVariablesDetails: { truncated: false },
      },
      { name: 'B', output: '{}', outputDetails: { truncated: false } },
    ])
  })

  // Of which most are members of every object.
  it.each(['n', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'called %s are like any other in both languages, and so are states',
    async (name) => {
      const aws = steppedWorld()
      const paths = {
        [name]: { Type: 'Pass', Assign: { [name]: 1 }, Result: 2, ResultPath: `$.${name}`, Next: 'Tell' },
        Tell: {
          Type: 'Pass',
          Parameters: { 'v.$': `$${name}`, 'i.$': `$.${name}`, 's.$': '$$.State.Name' },
          End: true,
        },
      }
      expect(await runMachine(paths)).toEqual({ v: 1, i: 2, s: 'Tell' })
      const expressions = {
        [name]: { Type: 'Pass', Assign: { [name]: '{% 1 %}' }, Output: { [name]: '{% 2 %}' }, Next: 'Tell' },
        Tell: { Type: 'Pass', Output: { v: `{% $${name} %}`, i: `{% $states.input.${name} %}` }, End: true },
      }
      const executionArn = await aws.start(await aws.stateMachine('M', expressions, jsonata))
      expect(await outcomeOf(aws, executionArn)).toEqual({ v: 1, i: 2 })
      const [, entered, exited] = await aws.history(executionArn)
      expect(entered?.stateEnteredEventDetails).toMatchObject({ name })
      expect(Object.entries(exited?.stateExitedEventDetails?.assignedVariables ?? {})).toEqual([[name, '1']])
      const unset = { A: { Type: 'Pass', Parameters: { 'v.$': `$${name}` }, End: true } }
      expect(await runMachine(unset)).toMatchObject({ error: 'States.Runtime' })
    },
  )

  it('have ten MiB together, those of open branches counted', async () => {
    const piece = 'x'.repeat(250_000)
    // Each of so many states assigns a quarter of a million bytes and two quotes: 41 fit.
    const states = (count: number, last: object): object =>
      Object.fromEntries([
        ...Array.from({ length: count }, (_, index) => [
          `S${index}`,
          {
            Type: 'Pass',
            Assign: { [`v${index}.$`]: '$' },
            Next: index + 1 < count ? `S${index + 1}` : 'Last',
          },
        ]),
        ['Last', last],
      ])
    const again = { Type: 'Pass', Assign: { 'v0.$': '$' }, End: true }
    expect(await runMachine(states(41, again), piece)).toHaveLength(250_000)
    const more = { Type: 'Pass', Assign: { 'other.$': '$' }, End: true }
    expect(await runMachine(states(41, more), piece)).toMatchObject({ error: 'States.DataLimitExceeded' })
    const inside = {
      StartAt: 'In',
      States: {
        In: { Type: 'Pass', Assign: { 'mine.$': '$' }, Next: 'Hold' },
        Hold: { Type: 'Wait', Seconds: 1, End: true },
      },
    }
    const twice = { StartAt: 'In2', States: { In2: { Type: 'Pass', Assign: { 'its.$': '$' }, End: true } } }
    const fork = { Type: 'Parallel', Branches: [inside, twice], End: true }
    expect(await runMachine(states(39, { ...fork, ResultSelector: { ok: true } }), piece)).toEqual({
      ok: true,
    })
    expect(await runMachine(states(40, fork), piece)).toMatchObject({ error: 'States.DataLimitExceeded' })
  })

  it('of a branch or an iteration are its own, and it reads those around it', async () => {
    const inner = (name: string) => ({
      StartAt: `Set ${name}`,
      States: {
        [`Set ${name}`]: {
          Type: 'Pass',
          Assign: { mine: '{% $outer & $string($states.input) %}' },
          Next: `Get ${name}`,
        },
        [`Get ${name}`]: { Type: 'Pass', Output: '{% $mine %}', End: true },
      },
    })
    const machine = {
      A: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Each' },
      Each: { Type: 'Map', Items: [1, 2], ItemProcessor: inner('item'), Next: 'Fork' },
      Fork: {
        Type: 'Parallel',
        Arguments: 3,
        Branches: [inner('one'), inner('two')],
        Output: '{% $append($states.input, $states.result) %}',
        Next: 'End',
      },
      End: {
        Type: 'Pass',
        Output: "{% $append($states.input, $exists($mine) ? 'seen' : 'gone') %}",
        End: true,
      },
    }
    expect(await runMachine(machine, {}, jsonata)).toEqual(['o1', 'o2', 'o3', 'o3', 'gone'])
  })

  it('around a branch cannot be assigned in it', async () => {
    const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { outer: 1 }, End: true } } }
    const machine = {
      A: { Type: 'Pass', Assign: { outer: 0 }, Next: 'Fork' },
      Fork: { Type: 'Parallel', Branches: [inner], End: true },
    }
    expect(await runMachine(machine)).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining("The variable 'outer' belongs to an outer scope") as string,
    })
  })

  it('do not reach into the children of a distributed Map', async () => {
    const inner = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'I',
      States: { I: { Type: 'Pass', Output: "{% $exists($outer) ? 'seen' : $states.input %}", End: true } },
    }
    const machine = {
      A: { Type: 'Pass', Assign: { outer: 0 }, Next: 'Each' },
      Each: { Type: 'Map', Items: '{% [1..3] %}', ItemProcessor: inner, End: true },
    }
    expect(await runMachine(machine, {}, jsonata)).toEqual([1, 2, 3])
  })

  it('outlive a redrive', async () => {
    const aws = steppedWorld()
    const tokens: string[] = []
    aws.world.deliveries.subscribe(({ parameters }) => tokens.push(JSON.stringify(parameters)))
    const branch = {
      StartAt: 'Inner',
      States: {
        Inner: { Type: 'Pass', Assign: { inner: 'i' }, Next: 'Ask' },
        Ask: {
          Type: 'Task',
          Resource: callbackResource,
          Arguments: '{% $states.context.Task.Token %}',
          TimeoutSeconds: '{% $limit %}',
          Output: '{% $outer & $inner %}',
          End: true,
        },
      },
    }
    const machine = await aws.stateMachine(
      'M',
      {
        A: { Type: 'Pass', Assign: { outer: 'o', limit: 5 }, Next: 'Fork' },
        Fork: { Type: 'Parallel', Branches: [branch], End: true },
      },
      jsonata,
    )
    const executionArn = await aws.start(machine)
    await aws.step(60_000)
    expect(await outcomeOf(aws, executionArn)).toMatchObject({ error: 'States.Timeout' })
    await aws.call('RedriveExecution', { executionArn })
    await aws.step(1000)
    const [, taskToken = ''] = tokens.map((text) => JSON.parse(text) as string)
    await aws.call('SendTaskSuccess', { taskToken, output: '{}' })
    await aws.step(1000)
    expect(await outcomeOf(aws, executionArn)).toEqual(['oi'])
  })

  it('may have 262144 bytes together in one state', async () => {
    const Assign = { a: '{% $states.input %}', b: '{% $states.input %}' }
    const machine = { A: { Type: 'Pass', Assign, Output: 1, End: true } }
    expect(await runMachine(machine, 'x'.repeat(130_000), jsonata)).toBe(1)
    expect(await runMachine(machine, 'x'.repeat(132_000), jsonata)).toMatchObject({
      error: 'States.DataLimitExceeded',
    })
  })

  it('hold any JSON there is, whatever its name', async () => {
    const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,9}$/).filter((text) => text !== 'states')
    await fc.assert(
      fc.asyncProperty(name, fc.jsonValue({ maxDepth: 3 }), async (kept, value) => {
        const machine = {
          A: { Type: 'Pass', Assign: { [`${kept}.$`]: '$' }, Next: 'B' },
          B: { Type: 'Pass', InputPath: `$${kept}`, End: true },
        }
        const text = JSON.stringify(value)
        expect(await runMachine(machine, JSON.parse(text))).toEqual(JSON.parse(text))
      }),
      { numRuns: 60 },
    )
  })
})
