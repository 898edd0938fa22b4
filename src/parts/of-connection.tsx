import { useConsole } from './console-context.tsx'

/** ` · prod/eu-west-1`: which account and region, where the console is connected to more than one. */
export function OfConnection({ id }: { readonly id: string }) {
  const { connections } = useConsole()
  return connections.length > 1 ? <> · {id}</> : null
}
