import { WeChatError } from 'jadeite/client'

/** How long a code lives, in milliseconds. */
const CODE_LIFE = 600_000

const DEAD_CODE = [61009, 61010]
/** The merchant has cancelled; or it has authorized anew since, which ended the refresh token. */
const DEAD_REFRESH_TOKEN = [61003, 61023]
/** The merchant has not granted user management, or has cancelled while its token still lives. */
const NOT_GRANTED = 61007
const NAME_IS_THERE = 45157

/** The accounts that have authorized, and what is done for them. */
export function openMerchants({ component, withTicket }, state) {
  const clients = new Map()
  const clientOf = (appid, refreshToken) => {
    if (!clients.has(appid)) clients.set(appid, component.authorizer({ appid, refreshToken }))
    return clients.get(appid)
  }

  // A code works once and comes twice: with the browser and with the push. Whoever is first exchanges it for both.
  const exchanges = new Map()
  function takeOn(code) {
    if (!exchanges.has(code)) {
      const exchange = exchanged(code)
      exchanges.set(code, exchange)
      exchange.catch(() => exchanges.delete(code))
      setTimeout(() => exchanges.delete(code), CODE_LIFE).unref()
    }
    return exchanges.get(code)
  }

  async function exchanged(authorization_code) {
    const { authorization_info } = await withTicket(() => component.getAuthorizerRefreshToken({ authorization_code }))
    const { authorizer_appid: appid, authorizer_refresh_token: refreshToken, expires_in } = authorization_info
    const accessToken = { text: authorization_info.authorizer_access_token, expires_in }
    state.keepMerchant(appid, refreshToken)
    clients.set(appid, component.authorizer({ appid, refreshToken, accessToken }))
    console.log(`${appid} has authorized`)
    return appid
  }

  function letGo(appid) {
    state.keepMerchant(appid, null)
    clients.delete(appid)
    console.log(`${appid} has cancelled`)
  }

  return {
    /** Refresh tokens by appid, null of those that have cancelled. */
    all: state.merchants,

    /** An authorization event was pushed. */
    async hear({ InfoType, AuthorizerAppid, AuthorizationCode }) {
      if (InfoType === 'unauthorized') letGo(AuthorizerAppid)
      if (InfoType === 'authorized' || InfoType === 'updateauthorized') await takeOn(AuthorizationCode)
    },

    /** A merchant comes back from the authorization page. Its appid; undefined when the code is worth nothing. */
    async welcome(code) {
      try {
        return await takeOn(code)
      } catch (error) {
        if (DEAD_CODE.includes(error.errcode)) return undefined
        throw error
      }
    },

    /** Makes a tag for a merchant, and says in a sentence what came of it. */
    async createTag(appid, name) {
      const refreshToken = state.merchants()[appid]
      if (!refreshToken) return `${appid} has not authorized us, or has cancelled: authorize first.`
      try {
        const { tag } = await withTicket(() => clientOf(appid, refreshToken).createTag({ tag: { name } }))
        return `${appid} has the tag ${tag.name} now; its id is ${tag.id}.`
      } catch (error) {
        if (!(error instanceof WeChatError)) throw error
        if (error.errcode === NAME_IS_THERE) return `${appid} has the tag ${name} already.`
        if (error.errcode === NOT_GRANTED) return `${appid} does not let us manage its tags: authorize again.`
        if (!DEAD_REFRESH_TOKEN.includes(error.errcode)) return `${appid}: ${error.message}.`
        if (state.merchants()[appid] === refreshToken) letGo(appid)
        return `${appid} has cancelled: authorize again.`
      }
    },
  }
}
