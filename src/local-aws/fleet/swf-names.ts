/** Of every type in the fleet. */
export const swfVersion = '1'

/** The task list that the decider of a workflow type polls. */
export function decisionList(workflowType: string): string {
  return `${workflowType.toLowerCase().replaceAll(' ', '-')}-decisions`
}
