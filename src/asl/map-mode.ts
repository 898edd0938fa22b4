import type { MapState } from './state-machine.ts'

/** True for a Map whose iterations are executions of their own, false for one that runs them inline. */
export function isDistributed({ ItemProcessor, Iterator: iterator }: MapState): boolean {
  return (ItemProcessor ?? iterator)?.ProcessorConfig?.Mode === 'DISTRIBUTED'
}
