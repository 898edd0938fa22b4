import { describe, expect, it } from 'vitest'
import { createWorkerStarter, type WorkerPage } from './worker-starter.ts'

const href = 'https://console.example/some/demo.html?lab#/tasks'
const url = 'https://console.example/some/assets/world-worker-a1.js'

/** A page, the policies made in it, and what its workers were started with. */
function pageWith({ trustedTypes = true } = {}) {
  const policies: string[] = []
  const started: unknown[] = []
  const page = {
    location: { href },
    ...(trustedTypes && {
      trustedTypes: {
        createPolicy: (name: string, rules: { createScriptURL: (text: string) => string }) => {
          policies.push(name)
          return { createScriptURL: (text: string) => ({ trusted: rules.createScriptURL(text) }) }
        },
      },
    }),
    Worker: function Worker(...how: unknown[]): void {
      started.push(how)
    },
  }
  // The function above stands for a Worker that nobody talks to.
  return { page: page as unknown as WorkerPage, policies, started }
}

describe('createWorkerStarter', () => {
  it('makes one policy, and starts a worker of the build by what that policy gives', () => {
    const { page, policies, started } = pageWith()
    const start = createWorkerStarter(['assets/world-worker-a1.js'], page)
    start('assets/world-worker-a1.js')
    start(url)
    expect(policies).toEqual(['heartbeat-console-worker'])
    expect(started).toEqual([
      [{ trusted: url }, { type: 'module' }],
      [{ trusted: url }, { type: 'module' }],
    ])
  })

  it('starts one by its plain address in a browser without Trusted Types', () => {
    const { page, started } = pageWith({ trustedTypes: false })
    createWorkerStarter([url], page)(url)
    expect(started).toEqual([[url, { type: 'module' }]])
  })

  it.each([
    'assets/other.js',
    '/assets/world-worker-a1.js',
    `${url}?x`,
    `${url}#x`,
    `${url}/../world-worker-b2.js`,
    'https://evil.example/some/assets/world-worker-a1.js',
    '//evil.example/some/assets/world-worker-a1.js',
    'http://console.example/some/assets/world-worker-a1.js',
    'data:text/javascript,1',
    'blob:https://console.example/00000000-0000-4000-8000-000000000000',
    'javascript:1',
    '',
    'http://',
  ])('starts nothing from %j, with Trusted Types and without', (other) => {
    for (const trustedTypes of [true, false]) {
      const { page, started } = pageWith({ trustedTypes })
      const start = createWorkerStarter([url], page)
      expect(() => start(other)).toThrow(TypeError)
      expect(started).toEqual([])
    }
  })

  it('takes no worker of another origin', () => {
    const { page, policies } = pageWith()
    expect(() => createWorkerStarter(['https://evil.example/a.js'], page)).toThrow('not of this origin')
    expect(policies).toEqual([])
  })

  it('starts nothing on a page that has no worker', () => {
    const { page, started } = pageWith()
    expect(() => createWorkerStarter([], page)(url)).toThrow('no worker of this build')
    expect(started).toEqual([])
  })
})
