import { AwsError } from '../aws-error.ts'

// White space, brackets, wildcards, quotes and punctuation that CreateStateMachine's documentation rules out, and controls.
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u

/** Throws `InvalidName` for a name no state machine, activity or execution may have. */
export function checkName(name: string): void {
  if (forbidden.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`)
}
