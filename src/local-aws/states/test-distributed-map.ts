/** A distributed Map of standard executions that go through these states, the first one first, for tests. */
export function testDistributed(states: object, more: object = {}, executionType = 'STANDARD'): object {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: executionType }
  const ItemProcessor = { ProcessorConfig, StartAt: Object.keys(states)[0], States: states }
  return { Type: 'Map', Label: 'Each', ItemProcessor, End: true, ...more }
}
