import type { FoldedExecution } from './folded-execution.ts'

/** The ARNs of an execution's Map Runs that have not ended, as far as history names them. */
export function mapRunsUnderWay(folded: FoldedExecution): readonly string[] {
  if (folded.service === 'swf' || folded.ended !== null) return []
  return folded.mapRuns.flatMap(({ mapRunArn, ended }) =>
    mapRunArn === null || ended !== null ? [] : [mapRunArn],
  )
}
