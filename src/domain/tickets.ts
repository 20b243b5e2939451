import { ControlError, WeChatError } from '../contract/index.ts'
import { requireComponent } from './components.ts'
import type { Deps } from './deps.ts'
import type { Component, Writes } from './store.ts'
import { newTicket } from './token-text.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How long a ticket is good for (page on component_verify_ticket). */
const LIFE = 12 * HOUR
/** How often one is pushed. */
const EVERY = 10 * MINUTE
/** How long it is known after its end: expired, and not unknown. */
const REMEMBERED = 24 * HOUR

/** Pushes a new ticket to each component that has had none for 10 minutes. */
export async function pushDueTickets(deps: Deps): Promise<void> {
  for (const appid of await deps.store.components()) {
    const component = await deps.store.component(appid)
    if (!component?.eventUrl || !isDue(await deps.store.newestTicket(appid), deps.now())) continue
    const ticket = await deps.store.exclusively(appid, async (store) =>
      isDue(await store.newestTicket(appid), deps.now()) ? issue(deps, store, appid) : undefined,
    )
    if (ticket) push(deps, component, component.encodingAesKey, ticket)
  }
}

// A clock that was set back does not keep a component waiting.
function isDue(newestExpiresAt: number | undefined, now: number): boolean {
  const since = newestExpiresAt === undefined ? EVERY : now - (newestExpiresAt - LIFE)
  return since >= EVERY || since < 0
}

/** A new ticket, pushed at once. */
export async function pushNewTicket(deps: Deps, component: Component, key = component.encodingAesKey): Promise<string> {
  const ticket = await deps.store.exclusively(component.appid, (store) => issue(deps, store, component.appid))
  push(deps, component, key, ticket)
  return ticket
}

/** The same by appid, encrypted with one of the component's two keys. Throws ControlError where there is none. */
export async function pushTicket(
  deps: Deps,
  appid: string,
  encryptedWith: 'encodingAesKey' | 'previousEncodingAesKey',
): Promise<string> {
  const component = await requireComponent(deps.store, appid)
  const key = component[encryptedWith]
  if (key === '')
    throw new ControlError(`${appid} has no ${encryptedWith}`, 'declare one, or change encodingAesKey first')
  return pushNewTicket(deps, component, key)
}

async function issue({ now, random, hash }: Deps, store: Writes, appid: string): Promise<string> {
  const ticket = newTicket(random)
  await store.forgetCodes(appid, 'ticket', now() - REMEMBERED)
  await store.insertCode(appid, {
    kind: 'ticket',
    digest: hash.digest(ticket),
    component: appid,
    expiresAt: now() + LIFE,
    isUsed: false,
  })
  return ticket
}

function push({ pushes, now }: Deps, component: Component, encodingAesKey: string, ticket: string): void {
  pushes.send({
    component,
    encodingAesKey,
    fields: [
      ['AppId', component.appid],
      ['CreateTime', Math.floor(now() / 1000)],
      ['InfoType', 'component_verify_ticket'],
      ['ComponentVerifyTicket', ticket],
    ],
  })
}

/** Throws COMPONENT_TICKET_INVALID for one that the component never had, COMPONENT_TICKET_EXPIRED after 12 hours. */
export async function requireTicket({ store, hash, now }: Deps, appid: string, ticket: string): Promise<void> {
  const known = ticket === '' ? undefined : await store.code(appid, hash.digest(ticket))
  if (known?.kind !== 'ticket') throw new WeChatError('COMPONENT_TICKET_INVALID')
  if (now() >= known.expiresAt) throw new WeChatError('COMPONENT_TICKET_EXPIRED')
}
