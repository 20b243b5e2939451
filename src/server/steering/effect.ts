import type { Reply } from '../respond.ts'

/** What a fault does to a reply, beside an error in its place. */
export type Effect =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'hang' }

/** The reply under an effect. What happens to the connection is up to the transport: it is carried along. */
export function affected(reply: Reply, effect: Effect | undefined): Reply {
  if (!effect) return reply
  return effect.kind === 'status' ? page(effect.status) : { ...reply, effect }
}

// What something in front of the platform would answer: HTML, as such things do.
const page = (status: number): Reply => ({
  status,
  headers: ['Content-Type', 'text/html'],
  body: `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\n`,
})
