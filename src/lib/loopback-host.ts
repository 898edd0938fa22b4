/**
 * True for a Host that always means this machine: `localhost`, a name below it, 127.0.0.0/8 or `[::1]`, each with any port or none.
 * A page whose own name was made to resolve to this machine (DNS rebinding) sends that name.
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase()
  if (name === '[::1]' || /^(?:[a-z0-9_-]{1,63}\.)*localhost$/.test(name)) return true
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name)
  return octets !== null && octets.slice(1).every((octet) => Number(octet) <= 255)
}
