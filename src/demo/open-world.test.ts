import { afterEach, describe, expect, it } from 'vitest'
import { AnswerLost, type WireHandler } from '../local-aws/wire.ts'
import { lineOver } from './messages.ts'
import { openWorld } from './open-world.ts'
import { serveWorld } from './serve-world.ts'
import { startMsOf, stories, storyNamed } from './story.ts'
import { createTimeMachine, worldLives } from './time-machine.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const one of undo.splice(0)) one()
})

function open(scenario: 'human' | 'quiet', startMs = Date.UTC(2026, 10, 20, 14)): WireHandler {
  const { port1, port2 } = new MessageChannel()
  undo.push(() => port1.close())
  for (const port of [port1, port2]) port.start()
  serveWorld(lineOver(port2))
  return openWorld(lineOver(port1), { scenario, startMs })
}

async function answerTo(handle: WireHandler, path: string, input?: object): Promise<unknown> {
  const body = new TextEncoder().encode(input === undefined ? '' : JSON.stringify(input))
  const method = input === undefined ? 'GET' : 'POST'
  const answer = await handle({ method, url: `/_local/${path}`, headers: {}, body })
  return JSON.parse(new TextDecoder().decode(answer.body))
}

describe('a world at the other end of a line', () => {
  it('answers calls that cross, each with its own answer', async () => {
    const handle = open('quiet')
    const [clock, status, nothing] = await Promise.all([
      answerTo(handle, 'clock'),
      answerTo(handle, 'status'),
      answerTo(handle, 'nonsense'),
    ])
    expect(clock).toMatchObject({ speed: 1, paused: false })
    expect(status).toMatchObject({ scenario: { name: 'quiet' } })
    expect(nothing).toEqual({ error: expect.stringContaining('no control call') })
  })

  it('loses an answer as the network would', async () => {
    const handle = open('quiet')
    await answerTo(handle, 'settings', { loseAnswers: ['GetId'] })
    const lost = handle({
      method: 'POST',
      url: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityService.GetId',
      },
      body: new TextEncoder().encode('{}'),
    })
    await expect(lost).rejects.toBeInstanceOf(AnswerLost)
  })
})

describe('the time machine', () => {
  it('pauses, steps and speeds up the world, one wish after the other', async () => {
    const startMs = Date.UTC(2026, 10, 20, 14)
    const handle = open('human', startMs)
    await worldLives(handle)
    const machine = createTimeMachine(handle)
    await Promise.all([machine.pause(), machine.step(600), machine.step(60), machine.setSpeed(60)])
    expect(machine.state.get()).toEqual({ paused: true, speed: 60, steppedSeconds: 60, steps: 2 })
    const clock = await answerTo(handle, 'clock')
    expect(clock).toMatchObject({ paused: true, speed: 60 })
    const { worldMs } = clock as { worldMs: number } // docs/local-aws.md
    expect(worldMs - startMs).toBeGreaterThanOrEqual(660_000)
    await machine.resume()
    expect(machine.state.get()).toMatchObject({ paused: false, speed: 60 })
  })
})

describe('the stories', () => {
  it('are told in two sentences each, and known by their names', () => {
    expect(stories).toHaveLength(13)
    for (const story of stories) {
      expect(storyNamed(story.name)).toBe(story)
      if (story.name !== 'fleet') expect(story.description.match(/\.(?= |$)/g)).toHaveLength(2)
    }
    expect(storyNamed('party')).toBeUndefined()
  })

  it("begin at the same moment whenever they are opened, but for those that keep to AWS's time", () => {
    const wallMs = Date.UTC(2030, 0, 1)
    const startOf = (name: string): number => {
      const story = storyNamed(name)
      return story === undefined ? Number.NaN : startMsOf(story, wallMs)
    }
    expect(startOf('human')).toBe(Date.UTC(2026, 10, 20, 14))
    expect(startOf('clock-off')).toBe(wallMs + 600_000)
  })
})
