/** The page of a story: shareable, from wherever the demo's folder lies. */
export function storyHref(name: string): string {
  return `?scenario=${encodeURIComponent(name)}`
}

/** The name that the address gives; null: the page of all stories. */
export function storyNameIn(search: string): string | null {
  return new URLSearchParams(search).get('scenario')
}

/** The lab. */
export function labHref(): string {
  return '?lab'
}

export function isLab(search: string): boolean {
  return new URLSearchParams(search).has('lab')
}

/** The page of all stories. */
export function allStoriesHref(): string {
  return location.pathname
}

/**
 * Opens a story, or the lab, anew at its first place. All that the page knows goes with the page: the world, the cache, the journal.
 */
export function backToTheStart(href: string): void {
  history.replaceState(null, '', href)
  location.reload()
}
