import { describe, expect, it } from 'vitest'
import { browserPages } from './pages.ts'
import { settled } from './testing-ports.ts'

describe('the pages of a browser without Web Locks', () => {
  it('are all gone but this one, and reserve what they like', async () => {
    const pages = browserPages(undefined, 'own')
    await pages.registered
    await pages.gone('other')
    expect(await pages.reserve('a task')).not.toBeNull()
  })
})

describe('the pages of a browser whose locks fail', () => {
  const failing = { request: () => Promise.reject(new DOMException('no', 'InvalidStateError')) }
  // What is used of it.
  const pages = browserPages(failing as unknown as LockManager, 'own')

  it('count as open, for whether they are gone cannot be found out', async () => {
    let gone = false
    void pages.gone('other').then(() => {
      gone = true
      return gone
    })
    await settled()
    expect(gone).toBe(false)
  })

  it('hold up no write', async () => {
    await pages.registered
    expect(await pages.reserve('a task')).not.toBeNull()
  })
})
