/** The one account of the local AWS. */
export const account = '123456789012'

/** Where the fleet lives; callers may sign for any region, and find the others empty. */
export const region = 'eu-west-1'

/** The account's one SWF domain, registered in every scenario: the console's configuration names it before anything runs in it. */
export const swfDomain = 'warehouse'
