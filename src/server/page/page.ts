import { ControlError, WeChatError } from '../../contract/index.ts'
import { authorize, redirectUrl } from '../../domain/authorizing.ts'
import type { Deps } from '../../domain/deps.ts'
import { httpUrl } from '../../domain/http-url.ts'
import { type Asked, offer } from '../../domain/offer.ts'
import type { Arrived, Gate, Reply } from '../respond.ts'
import { splitTarget } from '../routes.ts'
import { bodyText } from '../wire.ts'
import { strangerRefusal } from './caller.ts'
import { type Choice, type Decision, formPage } from './form.ts'
import { html, type Markup } from './html.ts'
import { languageOf } from './language.ts'
import type { Visit } from './layout.ts'
import {
  errorPage,
  explained,
  faultPage,
  methodPage,
  redirectUriPage,
  refusedPage,
  strangerPage,
} from './statements.ts'
import { texts } from './texts.ts'

/** The authorization page: answers one request to it. Never throws: what goes wrong on our side is logged. */
export async function answerPage({ deps, adminKey, log }: Gate, { header, ...arrived }: Arrived): Promise<Reply> {
  const { method, ip } = arrived
  const query = new URLSearchParams(splitTarget(arrived.target).query)
  const visit = { language: languageOf(query.get('lang'), header('accept-language')), query }

  const caller = { ip, host: header('host'), origin: header('origin'), authorization: header('authorization') }
  const refusal = strangerRefusal(adminKey, method, caller)
  if (refusal) return strangerPage(visit, refusal)
  if (!['GET', 'HEAD', 'POST'].includes(method)) return methodPage(visit)

  try {
    return await answered(deps, visit, method === 'POST' ? new URLSearchParams(bodyText(arrived.body)) : undefined)
  } catch (error) {
    if (error instanceof WeChatError) return errorPage(visit, error)
    log?.error({ interface: 'authorization page', err: error }, 'a call failed on our side')
    return faultPage(visit)
  }
}

async function answered(deps: Deps, visit: Visit, form: URLSearchParams | undefined): Promise<Reply> {
  const redirectUri = httpUrl(visit.query.get('redirect_uri') ?? '')
  if (!redirectUri) return redirectUriPage(visit)
  if (form?.get('decision') === 'refuse') return refusedPage(visit)

  const asked = askedBy(visit.query)
  const decision = { offer: await offer(deps, asked), redirectUri }
  if (!form) return formPage(visit, decision, firstChoice(decision))
  const choice = choiceOf(form, decision)
  return form.get('decision') === 'agree'
    ? agreed(deps, visit, decision, choice, asked)
    : formPage(visit, decision, choice)
}

const askedBy = (query: URLSearchParams): Asked => ({
  component_appid: query.get('component_appid') ?? '',
  pre_auth_code: query.get('pre_auth_code') ?? '',
  auth_type: query.get('auth_type') ?? '',
  biz_appid: query.get('biz_appid') ?? '',
  category_id_list: query.get('category_id_list') ?? '',
})

const firstChoice = ({ offer: { accounts, permissionSets } }: Decision): Choice => ({
  appid: accounts.length === 1 ? (accounts[0]?.appid ?? '') : '',
  permissionSets,
})

// What is not on the form cannot be chosen on it. An appid that is typed outdoes one that is marked.
function choiceOf(form: URLSearchParams, { offer: { accounts, isMore, permissionSets } }: Decision): Choice {
  const appid = form.getAll('appid').findLast((appid) => appid.trim() !== '') ?? ''
  const marked = form.getAll('permission_set')
  return {
    appid: isMore || accounts.some((account) => account.appid === appid) ? appid.trim() : '',
    permissionSets: permissionSets.filter((set) => marked.includes(String(set))),
  }
}

async function agreed(deps: Deps, visit: Visit, decision: Decision, choice: Choice, asked: Asked): Promise<Reply> {
  const { chooseAccount, chooseSet } = texts[visit.language]
  if (choice.appid === '') return formPage(visit, decision, choice, html`<p>${chooseAccount}</p>`)
  if (choice.permissionSets.length === 0) return formPage(visit, decision, choice, html`<p>${chooseSet}</p>`)
  try {
    const { component } = decision.offer
    const grant = await authorize(deps, { component, ...choice, preAuthCode: asked.pre_auth_code })
    const location = redirectUrl(decision.redirectUri, grant)
    return { status: 302, headers: ['Location', location, 'Cache-Control', 'no-store'], body: '' }
  } catch (error) {
    const problem = wrongChoice(visit, error)
    if (!problem) throw error
    return formPage(visit, decision, choice, problem)
  }
}

// Another choice mends these; anything else is not for the form.
function wrongChoice(visit: Visit, error: unknown): Markup | undefined {
  if (error instanceof ControlError) return html`<p lang="en">${error.message}: ${error.hint}</p>`
  if (!(error instanceof WeChatError)) return undefined
  return ['INVALID_APPID', 'COMPONENT_UNPUBLISHED'].includes(error.name) ? explained(visit, error) : undefined
}
