/** The object without the members that are undefined: AWS leaves out what it does not know. */
export function defined<T extends object>(object: T): T {
  // Sound: every member of T that may be undefined may be absent as well in the SDK's types.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
