import type { TestProject } from 'vitest/node'
import { type Clients, findClients } from './find-clients.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `findClients` found, once for all test files. */
    clients: Clients
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('clients', await findClients(console.log))
}
