/**
 * Where the SDK may keep the identity of a guest (`cache`): nowhere. By default it does so for the whole process, and then
 * takes it into a world of another seed, which does not know that guest.
 */
export const nothingKept = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
}
