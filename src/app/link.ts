import { defaultStringifySearch } from '@tanstack/react-router'
import { type BoardSearch, readBoardSearch } from '../features/board/board-search.ts'
import { parseJson } from '../lib/json.ts'

/** The query of an address, as far as the console understands it. */
interface LinkSearch {
  readonly search: BoardSearch
  /** The parts that were left out, as `name=value`, shortened and without anything that looks like a task token. */
  readonly ignored: readonly string[]
}

/** The one page that has a query of its own. */
export const BOARD_PATH = '/'

/**
 * Reads the query of an address, with or without its `?`. Never throws, whatever it holds. Of a name that comes several times, the
 * first value that fits counts.
 */
export function readLinkSearch(pathname: string, query: string): LinkSearch {
  const ignored: string[] = []
  let search: BoardSearch = {}
  for (const [name, text] of new URLSearchParams(query)) {
    const value = parseJson(text) ?? text
    const read = pathname === BOARD_PATH ? readBoardSearch({ [name]: value }) : {}
    if (Object.keys(read).length === 0 || Object.hasOwn(search, name)) ignored.push(partWords(name, text))
    else search = { ...search, ...read }
  }
  return { search, ignored }
}

/** The query of an address, `?` included: empty where there is nothing in it. */
export function writeLinkSearch(search: BoardSearch): string {
  return defaultStringifySearch(search)
}

/** The parts that were ignored, in a sentence. */
export function ignoredWords(ignored: readonly string[]): string {
  const shown = ignored.slice(0, MAX_PARTS).join(', ')
  const more = ignored.length > MAX_PARTS ? ` and ${ignored.length - MAX_PARTS} more` : ''
  return ignored.length === 1
    ? `Part of this link was not understood and was ignored: ${shown}`
    : `Parts of this link were not understood and were ignored: ${shown}${more}`
}

const MAX_PARTS = 5
const MAX_CHARACTERS = 30

function partWords(name: string, text: string): string {
  return `${shortened(name)}=${shortened(text)}`
}

/** A text from an address, fit for the page: what could hold a task token or any other secret is not repeated at all. */
function shortened(text: string): string {
  if (LONG_RUN.test(text)) return '…'
  const characters = Array.from(text.slice(0, 2 * MAX_CHARACTERS + 2))
  return characters.length > MAX_CHARACTERS ? `${characters.slice(0, MAX_CHARACTERS).join('')}…` : text
}

/** Longer than any name or id that a person would read, and much shorter than a token. */
const LONG_RUN = /[A-Za-z0-9+/_=%-]{40}/
