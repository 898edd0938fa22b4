/** The input is no history; the message is one line for whoever gave it, and quotes nothing of it but names. */
export class MalformedHistory extends Error {
  override readonly name = 'MalformedHistory'
}
