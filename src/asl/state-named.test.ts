import { describe, expect, it } from 'vitest'
import type { State, StateMachineDefinition } from './state-machine.ts'
import { stateNamed } from './state-named.ts'

const task = (Resource: string): State => ({ Type: 'Task', Resource, End: true })

const definition: StateMachineDefinition = {
  StartAt: 'Fulfil',
  States: {
    Fulfil: {
      Type: 'Parallel',
      End: true,
      Branches: [
        { StartAt: 'Pack', States: { Pack: task('a:pack') } },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              End: true,
              ItemProcessor: { StartAt: 'Bill', States: { Bill: task('a:bill') } },
            },
            Old: { Type: 'Map', End: true, Iterator: { StartAt: 'Ship', States: { Ship: task('a:ship') } } },
            Bare: { Type: 'Map', End: true },
          },
        },
      ],
    },
  },
}

describe('stateNamed', () => {
  it.each([
    ['Fulfil', { Type: 'Parallel' }],
    ['Pack', { Resource: 'a:pack' }],
    ['Bill', { Resource: 'a:bill' }],
    ['Ship', { Resource: 'a:ship' }],
  ])('finds %s', (name, state) => {
    expect(stateNamed(definition, name)).toMatchObject(state)
  })

  it.each(['Nobody', 'constructor', '__proto__', 'toString'])('finds no %s', (name) => {
    expect(stateNamed(definition, name)).toBeUndefined()
  })
})
