/** `find`, asked once for each key. For the length of one piece of work, in which the answers do not change. */
export function onceEach<T>(find: (key: string) => T): (key: string) => T {
  const found = new Map<string, { readonly value: T }>()
  return (key) => {
    const known = found.get(key)
    if (known !== undefined) return known.value
    const value = find(key)
    found.set(key, { value })
    return value
  }
}
