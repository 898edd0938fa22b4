/** The object without the members that are undefined: AWS leaves out what it does not know. */
export function defined<T extends object>(object: T): T {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(object)) if (value !== undefined) kept[name] = value
  // Sound: every member of T that may be undefined may be absent as well in the SDK's types.
  return kept as T
}
