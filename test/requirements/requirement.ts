/** How sure we are: said by a page, seen on the wire, or chosen where neither says anything. */
export type Evidence = 'documented' | 'observed' | 'inferred'

export interface Requirement {
  /** The behaviour, in one sentence. */
  readonly says: string
  readonly source: string
  readonly evidence: Evidence
}
