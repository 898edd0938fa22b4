import type { ApiOptions } from './aws-client.ts'

/** What an API of tests is made with, but for its way: keys that every local AWS takes, and this machine's clocks. */
export const testingApiOptions: Omit<ApiOptions, 'transport'> = {
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  clocks: () => ({ wallMs: Date.now(), steadyMs: performance.now() }),
  onSight: () => undefined,
  clockOffsetMs: () => 0,
}
