import type { SwfStore } from '../store.ts'

/**
 * Lets a turn come a moment later: what one execution does to another is two events in two histories, and in AWS time
 * goes by between them. AWS gives no figure; here it is 20 to 250 ms, by the chance of `name` alone.
 */
export function deliver({ world }: SwfStore, name: string, turn: () => void): void {
  world.loop.after(world.random.fork(`swf-delivery/${name}`).integer(20, 250), turn)
}
