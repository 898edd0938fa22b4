/**
 * A place of this origin, path, query and fragment, as a browser would go to it; `/` for whatever leads elsewhere. A path that begins with two
 * slashes is the name of a host to a browser, also where the address bar showed it as a path.
 */
export function ownPlace(place: unknown, origin: string): string {
  if (typeof place !== 'string' || !URL.canParse(place, origin)) return '/'
  const url = new URL(place, origin)
  if (url.origin !== origin || /^\/[/\\]/.test(url.pathname)) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
