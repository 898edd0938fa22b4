/** Where the console is when somebody comes back from signing in; the user pool lets nobody return elsewhere. */
export const signedInPath = '/signed-in'

/** Where somebody is sent who has signed out. */
export const signedOutPath = '/'
