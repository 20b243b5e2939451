import { permissionSets } from '../../contract/permission-sets.ts'
import type { Offer } from '../../domain/offer.ts'
import type { Reply } from '../respond.ts'
import { html, type Markup } from './html.ts'
import { pageReply, type Visit } from './layout.ts'
import { texts } from './texts.ts'

/** What is marked on the form. */
export interface Choice {
  /** '': none yet. */
  readonly appid: string
  readonly permissionSets: readonly number[]
}

/** Where an authorization would be made: what is offered, and where the browser goes on to. */
export interface Decision {
  readonly offer: Offer
  readonly redirectUri: URL
}

/** The form on which an account's administrator decides; with `problem` on top where the choice made cannot be. */
export function formPage(visit: Visit, { offer, redirectUri }: Decision, choice: Choice, problem?: Markup): Reply {
  const { title, asks, onward, agree, refuse } = texts[visit.language]
  const content = html`${problem && html`<div role="alert" tabindex="-1" autofocus>${problem}</div>`}
<p>${asks(offer.component)}</p>
<form method="post">
${accounts(visit, offer, choice)}
${sets(visit, offer, choice)}
<p class="soft">${onward(redirectUri.origin)}</p>
<div class="decide">
<button class="agree" name="decision" value="agree">${agree}</button>
<button name="decision" value="refuse">${refuse}</button>
</div>
</form>`
  return pageReply(visit, { status: problem ? 400 : 200, title, content })
}

function accounts({ language }: Visit, { accounts, isMore }: Offer, { appid: chosen }: Choice): Markup {
  const { account, noAccounts, otherAccount } = texts[language]
  const isListed = accounts.some(({ appid }) => appid === chosen)
  return html`<fieldset>
<legend>${account}</legend>
${accounts.length === 0 ? html`<p class="soft">${noAccounts}</p>` : undefined}
<div class="choices accounts">
${accounts.map(
  ({ appid, nick_name }) => html`<label class="choice">
<input type="radio" name="appid" value="${appid}" ${checked(appid === chosen)}>
<span>${nick_name}${nick_name === appid ? undefined : html` <small>${appid}</small>`}</span>
</label>`,
)}
</div>
${
  isMore
    ? html`<label class="other">${otherAccount}
<input name="appid" value="${isListed ? '' : chosen}" autocomplete="off" autocapitalize="none" spellcheck="false">
</label>`
    : undefined
}
</fieldset>`
}

function sets({ language }: Visit, { permissionSets: offered }: Offer, { permissionSets: chosen }: Choice): Markup {
  const { sets, setsHint, noSets, unnamed, exclusive } = texts[language]
  return html`<fieldset aria-describedby="sets-hint">
<legend>${sets}</legend>
<p id="sets-hint" class="soft">${offered.length > 0 ? setsHint : noSets}</p>
<div class="choices">
${offered.map(
  (id) => html`<label class="choice">
<input type="checkbox" name="permission_set" value="${id}" ${checked(chosen.includes(id))}>
<span>${permissionSets[id]?.[language] ?? unnamed(id)}${permissionSets[id]?.exclusive && html` <small>${exclusive}</small>`}</span>
</label>`,
)}
</div>
</fieldset>`
}

const checked = (isChecked: boolean): string => (isChecked ? 'checked' : '')
