import { describe, expect, it } from 'vitest'
import { createLocalAwsWithPeople } from '../../people/local-aws-with-people.ts'
import { handPorts } from '../test-ports.ts'

const startMs = Date.UTC(2026, 0, 1)

function open(scenario: 'quiet' | 'solo' = 'quiet') {
  const ports = handPorts(startMs)
  const localAws = createLocalAwsWithPeople({
    seed: 'control',
    ports,
    scenario,
    allowedOrigins: ['https://demo.example'],
  })
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    const response = await localAws.handle({
      method,
      url: `/_local/${path}`,
      headers,
      body: new TextEncoder().encode(text),
    })
    const answer = new TextDecoder().decode(response.body)
    return {
      status: response.status,
      headers: response.headers,
      body: answer === '' ? undefined : JSON.parse(answer),
    }
  }
  return { ports, localAws, call }
}

describe('the control calls', () => {
  it('pause, step, speed up and resume the world, and leave the wire clock alone', async () => {
    const { ports, call } = open()
    expect((await call('POST', 'pause')).body).toEqual({
      worldMs: startMs,
      wireMs: startMs,
      speed: 1,
      paused: true,
    })
    ports.advance(5000)
    expect((await call('GET', 'clock')).body).toMatchObject({ worldMs: startMs, wireMs: startMs + 5000 })
    expect((await call('POST', 'step', { seconds: 60 })).body).toMatchObject({
      worldMs: startMs + 60_000,
      paused: true,
    })
    await call('POST', 'speed', { factor: 10 })
    await call('POST', 'resume')
    ports.advance(1000)
    expect((await call('GET', 'clock')).body).toEqual({
      worldMs: startMs + 70_000,
      wireMs: startMs + 6000,
      speed: 10,
      paused: false,
    })
  })

  it('change a part of the settings and answer the whole', async () => {
    const { call } = open()
    const changed = await call('POST', 'settings', { cors: { states: false }, throttle: ['ListExecutions'] })
    expect(changed.body).toEqual((await call('GET', 'settings')).body)
    expect(changed.body).toMatchObject({
      cors: { states: false, swf: true, cognito: true },
      throttle: ['ListExecutions'],
      timersLateMs: 800,
      submitLateMs: 0,
      swfLagMs: 1500,
      unavailable: false,
    })
    const swf = { cors: { swf: false }, throttle: ['RecordActivityTaskHeartbeat'], deny: ['swf:Respond*'] }
    expect((await call('POST', 'settings', { ...swf, swfLagMs: 0 })).body).toMatchObject({
      cors: { states: false, swf: false, cognito: true },
      throttle: ['RecordActivityTaskHeartbeat'],
      deny: ['swf:Respond*'],
      swfLagMs: 0,
    })
    expect((await call('POST', 'settings', { wireSkewSeconds: 90 })).body).toMatchObject({
      throttle: ['RecordActivityTaskHeartbeat'],
    })
    expect((await call('GET', 'clock')).body).toMatchObject({ wireMs: startMs + 90_000 })
  })

  it('open a scenario with default settings, the world at now and at x1', async () => {
    const { ports, call } = open()
    await call('POST', 'settings', { unavailable: true })
    await call('POST', 'step', { seconds: 3600 })
    ports.advance(1000)
    const opened = await call('POST', 'scenario', { name: 'solo', paused: true })
    expect(opened.body).toMatchObject({
      scenario: { name: 'solo' },
      settings: { unavailable: false },
      clock: { worldMs: startMs + 1000, paused: true, speed: 1 },
    })
    expect((await call('GET', 'workers')).body).toEqual({
      workers: [
        { name: 'worker-1', behaviour: 'beatsWell', worksOn: 'charge-card', tasksInHand: 1 },
        { name: 'enc-1', behaviour: 'crashes', worksOn: 'encode-video', tasksInHand: 0 },
        expect.objectContaining({ name: 'manager', behaviour: 'dead', tasksInHand: 0 }),
      ],
    })
  })

  it('open a scenario at a moment of world time', async () => {
    const { call } = open()
    const opened = await call('POST', 'scenario', { name: 'quiet', paused: true, startMs: 1_000_000 })
    expect(opened.body.clock).toMatchObject({ worldMs: 1_000_000, wireMs: startMs, paused: true })
  })

  it.each([
    ['POST', 'step', { seconds: -1 }, 400, /seconds/],
    ['POST', 'step', {}, 400, /seconds/],
    ['POST', 'step', '{', 400, /not JSON/],
    ['POST', 'speed', { factor: 0 }, 400, /factor/],
    ['POST', 'scenario', { name: 'party' }, 400, /name: expected one of fleet, quiet, solo, crowd/],
    ['POST', 'settings', { thrrottle: [] }, 400, /thrrottle/],
    ['POST', 'settings', { deny: 'states:*' }, 400, /deny/],
    ['POST', 'settings', { deny: ['states:List*', 's3:*'] }, 400, /^deny: there is no s3:\* here$/],
    ['POST', 'settings', { deny: ['swf:SendTask*'] }, 400, /^deny: there is no swf:SendTask\* here$/],
    ['POST', 'settings', { swfLagMs: 60_001 }, 400, /swfLagMs/],
    ['POST', 'settings', { throttle: ['ListExecution'] }, 400, /throttle: there is no ListExecution here/],
    ['POST', 'settings', { loseAnswers: ['toString'] }, 400, /loseAnswers: there is no toString here/],
    ['POST', 'settings', { wireSkewSeconds: 1e15 }, 400, /wireSkewSeconds/],
    ['POST', 'id-token', { person: 'root' }, 400, /^person: expected one of ana, vic, nora$/],
    ['POST', 'id-token', { person: 'constructor' }, 400, /^person: expected one of ana, vic, nora$/],
    ['POST', 'workers', { name: 'worker-1', behaviour: 'asleep' }, 400, /behaviour/],
    ['POST', 'workers', { name: 'nobody', behaviour: 'dead' }, 404, /nobody/],
    ['GET', 'calls?since=x', undefined, 400, /since/],
    ['GET', 'step', undefined, 405, /POST/],
    ['GET', 'constructor', undefined, 404, /there are status, clock/],
  ])('%s %s %j answers %i', async (method, path, body, status, error) => {
    const { call } = open()
    const answer = await call(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ error: expect.stringMatching(error) })
  })

  it('answer loopback pages and those allowed by name, and nobody else', async () => {
    const { call } = open()
    for (const origin of [
      'http://localhost:5173',
      'http://127.0.0.1:1',
      'http://[::1]:5173',
      'https://demo.example',
    ]) {
      const answer = await call('POST', 'pause', {}, { origin })
      expect(answer.status).toBe(200)
      expect(answer.headers['access-control-allow-origin']).toBe(origin)
    }
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost.evil.example' },
      { host: 'rebound.example:4566' },
    ]) {
      const answer = await call('POST', 'resume', {}, headers)
      expect(answer.status).toBe(403)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
    expect((await call('GET', 'clock')).body).toMatchObject({ paused: true })
  })
})
