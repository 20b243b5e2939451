import { type ComponentDeclaration, ControlError, WeChatError } from '../contract/index.ts'
import type { Deps } from './deps.ts'
import type { Component, Reads } from './store.ts'
import { isListed } from './white-list.ts'

/** What a component is that says nothing else of itself. */
export const DEFAULTS = {
  eventUrl: '',
  messageUrl: '',
  ipWhitelist: [],
  permissionSets: [2], // user management: tags and followers
  published: true,
  testAccounts: [],
  preAuthCodeLife: 1800, // by the text of the page; its sample says 600
  afterCancelling: 61007,
} as const satisfies Partial<Component>

/**
 * The component that is declared, with a default for what is not said. Of one that is known it keeps what refresh tokens
 * are derived from, and the key before.
 */
export function componentOf({ hash }: Deps, declared: ComponentDeclaration, known: Component | undefined): Component {
  const { appid, secret, authorized: _, ...settings } = declared
  return {
    ...DEFAULTS,
    ...settings,
    previousEncodingAesKey: settings.previousEncodingAesKey ?? keyBefore(known, settings.encodingAesKey),
    appid,
    secretDigest: hash.digest(secret),
    refreshKey: known?.refreshKey ?? Buffer.from(hash.derive(secret, 'refresh tokens')).toString('base64url'),
  }
}

const keyBefore = (known: Component | undefined, key: string): string =>
  known && known.encodingAesKey !== key ? known.encodingAesKey : (known?.previousEncodingAesKey ?? '')

/** The components there are, without their secrets, and how many accounts have authorized each. */
export async function getComponents({ store }: Deps) {
  const all = await Promise.all(
    (await store.components()).map(async (appid) => ({
      component: await store.component(appid),
      authorizers: await store.countAuthorizers(appid),
    })),
  )
  return all.flatMap(({ component, authorizers }) => (component ? [{ ...shown(component), authorizers }] : []))
}

const shown = ({ appid, eventUrl, permissionSets, published }: Component) => ({
  component_appid: appid,
  ...(eventUrl && { eventUrl: withoutSecrets(eventUrl) }),
  permissionSets: [...permissionSets],
  published,
})

/** A URL without what may be secret in it: user, password and query. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'not a URL'
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

/** The component of the token. Throws COMPONENT_APPID_MISSING, and INVALID_APPID where another is named. */
export function ownComponent(appid: string, named: string): string {
  if (named === '') throw new WeChatError('COMPONENT_APPID_MISSING')
  return ownOrUnnamed(appid, named)
}

/** The same where it need not be named. Throws INVALID_APPID. */
export function ownOrUnnamed(appid: string, named: string): string {
  if (named !== '' && named !== appid) throw new WeChatError('INVALID_APPID')
  return appid
}

/** How many grants are taken back at a time. */
const STEP = 500

/** Takes a component away with all that it was granted. Throws ControlError when there is none. */
export async function deleteComponent({ store, quotas }: Deps, appid: string): Promise<void> {
  await requireComponent(store, appid)
  for (let isGone = false; !isGone; ) {
    const found = await store.granters(appid, STEP)
    await Promise.all(found.map((account) => store.exclusively(account, (store) => store.deleteGrant(account, appid))))
    isGone = await store.exclusively(appid, async (store) => {
      const isGranted = (await store.granters(appid, 1)).length > 0 // in the meantime
      if (!isGranted) await store.deleteComponent(appid)
      return !isGranted
    })
  }
  quotas.forget(appid)
}

/** The component of that appid. Throws ControlError when there is none. */
export async function requireComponent(store: Pick<Reads, 'component'>, appid: string): Promise<Component> {
  const component = await store.component(appid)
  if (!component) throw new ControlError(`there is no component ${appid}`, 'components are declared in the seed file')
  return component
}

/**
 * The component behind appid and secret. Throws, in this order: COMPONENT_APPID_MISSING, INVALID_COMPONENT (for an
 * account, too), APPSECRET_MISSING, INVALID_APPSECRET, CLIENT_IP_NOT_REGISTERED (inferred).
 */
export async function authenticateComponent(
  { store, hash }: Deps,
  appid: string,
  secret: string,
  ip: string,
): Promise<Component> {
  if (appid === '') throw new WeChatError('COMPONENT_APPID_MISSING')
  const component = await store.component(appid)
  if (!component) throw new WeChatError('INVALID_COMPONENT')
  if (secret === '') throw new WeChatError('APPSECRET_MISSING')
  if (!hash.equal(hash.digest(secret), component.secretDigest)) throw new WeChatError('INVALID_APPSECRET')
  requireRegistered(component, ip)
  return component
}

/** That a component may call from there. Throws INVALID_CREDENTIAL for one that was deleted, CLIENT_IP_NOT_REGISTERED. */
export function requireActing(component: Component | undefined, ip: string): asserts component {
  if (!component) throw new WeChatError('INVALID_CREDENTIAL')
  requireRegistered(component, ip)
}

/** Throws CLIENT_IP_NOT_REGISTERED for an address that is not on the component's white list. */
function requireRegistered({ ipWhitelist }: Pick<Component, 'ipWhitelist'>, ip: string): void {
  if (!isListed(ipWhitelist, ip)) throw new WeChatError('CLIENT_IP_NOT_REGISTERED', { ip })
}
