/**
 * What an input may look like, as data: what AWS's service model says of it. The conformance table is made from it, and
 * it is held to that model where a machine has one. Lengths of `text` count UTF-16 units, or UTF-8 bytes.
 */
export type InputShape =
  | {
      readonly kind: 'text'
      readonly min: number
      readonly max: number
      readonly bytes: boolean
      /** Its value is never shown in a message. */
      readonly secret: boolean
      readonly pattern?: string
    }
  | { readonly kind: 'integer' | 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'enum'; readonly names: readonly string[] }
  | { readonly kind: 'list'; readonly of: InputShape; readonly min: number; readonly max: number }
  | { readonly kind: 'map'; readonly key: InputShape; readonly of: InputShape; readonly max: number }
  | StructureShape

export interface StructureShape {
  readonly kind: 'structure'
  readonly members: Readonly<Record<string, MemberShape>>
}

export interface MemberShape {
  readonly required: boolean
  readonly shape: InputShape
}
