import { ControlError, WeChatError } from '../contract/index.ts'
import { keepCode } from './codes.ts'
import { requireComponent } from './components.ts'
import type { Deps } from './deps.ts'
import type { Component, Reads, Writes } from './store.ts'
import { tell } from './tell.ts'
import { newTicket } from './token-text.ts'

const MINUTE = 60_000
/** How long a ticket is good for (page on component_verify_ticket). */
const LIFE = 12 * 60 * MINUTE
/** How often one is pushed. */
const EVERY = 10 * MINUTE

/**
 * Pushes a new ticket to each component that has had none for 10 minutes, or where it is told so to each: whoever has lost
 * the last one need not wait. What goes wrong with one stands in no other's way; it is thrown at the end.
 */
export async function pushDueTickets(deps: Deps, toAll = false): Promise<void> {
  const failures: unknown[] = []
  for (const appid of await deps.store.components()) {
    await pushDueTicket(deps, appid, toAll).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

async function pushDueTicket(deps: Deps, appid: string, anyway: boolean): Promise<void> {
  const isWanted = async (store: Reads) => {
    const component = await store.component(appid)
    return component?.eventUrl && (anyway || (await isDue(deps, store, appid))) ? component : undefined
  }
  if (!(await isWanted(deps.store))) return
  const issued = await deps.store.exclusively(appid, async (store) => {
    const component = await isWanted(store) // of several processes one pushes
    return component && { component, ticket: await issue(deps, store, appid) }
  })
  if (issued) push(deps, issued.component, issued.ticket)
}

// Tickets of a time to come are left of a clock that was set back: they keep no component waiting.
async function isDue({ now }: Deps, store: Reads, appid: string): Promise<boolean> {
  const newest = await store.newestTicket(appid, now() + LIFE)
  return newest === undefined || now() >= newest - LIFE + EVERY
}

/** A new ticket, pushed at once, with the component as it is now. Throws ControlError when there is none. */
export async function pushNewTicket(
  deps: Deps,
  appid: string,
  encryptedWith: 'encodingAesKey' | 'previousEncodingAesKey' = 'encodingAesKey',
): Promise<string> {
  const { component, ticket } = await deps.store.exclusively(appid, async (store) => {
    const component = await requireComponent(store, appid)
    if (component[encryptedWith] === '') {
      throw new ControlError(`${appid} has no ${encryptedWith}`, 'declare one, or change encodingAesKey first')
    }
    return { component, ticket: await issue(deps, store, appid) }
  })
  push(deps, component, ticket, component[encryptedWith])
  return ticket
}

async function issue(deps: Deps, store: Writes, appid: string): Promise<string> {
  const ticket = newTicket(deps.random)
  await keepCode(deps, store, appid, { kind: 'ticket', component: appid, text: ticket, life: LIFE })
  return ticket
}

const push = (deps: Deps, component: Component, ticket: string, key = component.encodingAesKey): void =>
  tell(deps, component, 'component_verify_ticket', [['ComponentVerifyTicket', ticket]], key)

/** Throws COMPONENT_TICKET_INVALID for one that the component never had, COMPONENT_TICKET_EXPIRED after 12 hours. */
export async function requireTicket({ hash, now }: Deps, store: Reads, appid: string, ticket: string): Promise<void> {
  const known = ticket === '' ? undefined : await store.code(appid, hash.digest(ticket))
  if (known?.kind !== 'ticket') throw new WeChatError('COMPONENT_TICKET_INVALID')
  if (now() >= known.expiresAt) throw new WeChatError('COMPONENT_TICKET_EXPIRED')
}
