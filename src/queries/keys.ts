/** The keys of everything read from AWS. One place, so that the same thing never has two keys. */
export const keys = {
  stateMachines: (connectionId: string) => ['stateMachines', connectionId] as const,
  executions: (connectionId: string, stateMachineArn: string) =>
    ['executions', connectionId, stateMachineArn] as const,
  workflows: (connectionId: string, domain: string) => ['workflows', connectionId, domain] as const,
  limits: (connectionId: string, stateMachineArn: string) =>
    ['limits', connectionId, stateMachineArn] as const,
  /** What the keys of one connection's limits begin with. */
  allLimits: (connectionId: string) => ['limits', connectionId] as const,
  mapRunParent: (connectionId: string, mapRunArn: string) =>
    ['mapRunParent', connectionId, mapRunArn] as const,
  execution: (connectionId: string, executionId: string) => ['execution', connectionId, executionId] as const,
}
