import { errors, WeChatError } from '../../contract/index.ts'
import type { ControlRefusal } from '../control.ts'
import type { Reply } from '../respond.ts'
import { html, type Markup } from './html.ts'
import { pageReply, type Visit } from './layout.ts'
import { texts } from './texts.ts'

/**
 * That nothing was granted. What the platform does when its administrator refuses is not known: no redirect (inferred).
 */
export function refusedPage(visit: Visit): Reply {
  const { refusedTitle, refused, again } = texts[visit.language]
  const content = html`<p>${refused(visit.query.get('component_appid') ?? '')}</p>
<p><a href="?${visit.query.toString()}">${again}</a></p>`
  return pageReply(visit, { status: 200, title: refusedTitle, content })
}

/** That an error of the platform stands in the way: what it means, what to do, and what it is called. */
export const errorPage = (visit: Visit, error: WeChatError): Reply =>
  pageReply(visit, { status: 400, title: texts[visit.language].errorTitle, content: explained(visit, error) })

/** An error of the catalogue in the page's language; its advice is there in English only. */
export function explained({ language }: Visit, { name, errcode, errmsg }: WeChatError): Markup {
  const { meaning, advice } = errors[name === 'UNKNOWN' ? 'SYSTEM_ERROR' : name]
  const general = `${meaning[language]}${language === 'en' ? `. ${advice}` : '。'}`
  // Of codes the catalogue speaks to a program; here a person stands, with a code of one kind.
  const isCode = name === 'CODE_INVALID' || name === 'CODE_EXPIRED'
  return html`<p>${isCode ? texts[language].preAuthCode : general}</p>
<p><small><code>${errcode} ${errmsg}</code></small></p>`
}

/** That the page does not know where the browser would go on to: it never goes anywhere but to an http(s) address. */
export function redirectUriPage(visit: Visit): Reply {
  const { errorTitle, redirectUri } = texts[visit.language]
  return pageReply(visit, { status: 400, title: errorTitle, content: html`<p>${redirectUri}</p>` })
}

/** That something went wrong on our side. */
export function faultPage(visit: Visit): Reply {
  const { errorTitle, systemError } = texts[visit.language]
  const content = html`<p>${systemError}</p>
<p><small><code>${new WeChatError('SYSTEM_ERROR').message}</code></small></p>`
  return pageReply(visit, { status: 500, title: errorTitle, content })
}

/** That this caller may not use the page; who holds an admin key is asked for it by the browser. */
export function strangerPage(visit: Visit, { status, error, hint }: ControlRefusal): Reply {
  const { strangerTitle, adminKey, thisMachine } = texts[visit.language]
  const content =
    status === 401
      ? html`<p>${adminKey}</p>`
      : html`<p>${thisMachine}</p>
<p lang="en"><small>${error}: ${hint}.</small></p>`
  const headers = status === 401 ? ['WWW-Authenticate', 'Basic realm="Jadeite", charset="UTF-8"'] : []
  return pageReply(visit, { status, title: strangerTitle, content, headers })
}

/** That the method is none of the page's. */
export function methodPage(visit: Visit): Reply {
  const { methodTitle, method } = texts[visit.language]
  const headers = ['Allow', 'GET, HEAD, POST, OPTIONS']
  return pageReply(visit, { status: 405, title: methodTitle, content: html`<p>${method}</p>`, headers })
}
