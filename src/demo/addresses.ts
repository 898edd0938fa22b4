/** The page of a story: shareable, from wherever the demo's folder lies. */
export function storyHref(name: string): string {
  return `?scenario=${encodeURIComponent(name)}`
}

/** The name that the address gives; null: the page of all stories. */
export function storyNameIn(search: string): string | null {
  return new URLSearchParams(search).get('scenario')
}

/** The page of all stories. */
export function allStoriesHref(): string {
  return location.pathname
}

/**
 * Opens the story anew, on its board. All that the page knows goes with the page: the world, the cache, the journal.
 */
export function backToTheStart(name: string): void {
  history.replaceState(null, '', storyHref(name))
  location.reload()
}
