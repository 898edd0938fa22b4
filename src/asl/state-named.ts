import type { State, StateMachineDefinition } from './state-machine.ts'

type States = Readonly<Record<string, State>>

/**
 * The state of that name, however deep in Parallel and Map states: AWS refuses a definition that has one name twice. undefined: there is
 * none.
 */
export function stateNamed(
  definition: Pick<StateMachineDefinition, 'States'>,
  name: string,
): State | undefined {
  return namedIn(definition.States, name)
}

function namedIn(states: States, name: string): State | undefined {
  if (Object.hasOwn(states, name)) return states[name]
  for (const state of Object.values(states)) {
    for (const { States: inner } of subflowsOf(state)) {
      const found = namedIn(inner, name)
      if (found !== undefined) return found
    }
  }
  return undefined
}

function subflowsOf(state: State): readonly { readonly States: States }[] {
  if (state.Type === 'Parallel') return state.Branches
  if (state.Type !== 'Map') return []
  const items = state.ItemProcessor ?? state.Iterator
  return items === undefined ? [] : [items]
}
