import type { Requirement } from './requirement.ts'

const process = 'authorization process page (Authorization_Process_Technical_Description)'

/** The page on which an account's administrator authorizes a third-party platform (component). */
export const page = {
  'page.paths': {
    says: 'The authorization page is at /cgi-bin/componentloginpage, /wxaopen/safe/bindcomponent and /safe/bindcomponent.',
    source: process,
    evidence: 'documented',
  },
  'page.offer': {
    says: "It offers all accounts or biz_appid alone, and the component's permission sets or those of category_id_list.",
    source: process,
    evidence: 'documented',
  },
  'page.no-100': {
    says: 'Permission set 100 is not offered.',
    source: 'staff answer in the community; the table of permission sets has no row for it',
    evidence: 'inferred',
  },
  'page.more': {
    says: 'Where there are more than 50 accounts, 50 are listed and another may be typed.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.agree': {
    says: 'Agreeing leads to redirect_uri with auth_code and expires_in=600, and the code can be exchanged for tokens.',
    source: process,
    evidence: 'documented',
  },
  'page.redirect-query': {
    says: 'redirect_uri keeps its own query in front, and its fragment behind.',
    source: 'no page says what becomes of them; RFC 3986',
    evidence: 'inferred',
  },
  'page.subset': {
    says: 'Some of the permission sets may be granted; what is not on the page cannot be.',
    source: 'page on the authority of Official Accounts',
    evidence: 'documented',
  },
  'page.refuse': {
    says: 'Refusing grants nothing, leads nowhere, and leaves the pre_auth_code good.',
    source: 'no page says what follows a refusal',
    evidence: 'inferred',
  },
  'page.wrong-choice': {
    says: 'A choice that cannot be is answered with the same page, what is wrong on top, and what was chosen kept.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.errors': {
    says: 'An error of the platform is a page with errcode and errmsg, what it means, and in English what to do.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.redirect-uri': {
    says: 'A redirect_uri that is missing, or no http or https address, is an error, and never gone to.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.escaped': {
    says: 'Nothing that comes from outside becomes markup or a header of its own.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.headers': {
    says: 'The page is HTML that is not stored, not framed, and runs and fetches nothing.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.methods': {
    says: 'GET, HEAD and POST are answered; other methods are told so with 405 and Allow.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.guard': {
    says: 'The page is for this machine only, by a loopback Host and no foreign Origin, or for whoever holds the admin key.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.admin-key': {
    says: 'The admin key comes as the password of HTTP Basic or as a Bearer token, and then the form from the server itself.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.fault': {
    says: 'What goes wrong on our side is a page with status 500, and is logged.',
    source: 'ours',
    evidence: 'inferred',
  },
  'page.languages': {
    says: 'The page is in Chinese or English: as lang says (zh_CN or en), else as the browser prefers, else in English.',
    source: 'ours; the parameter is named as on pages of the platform',
    evidence: 'inferred',
  },
  'page.people': {
    says: 'In Chromium the page is usable by mouse, by keyboard alone, without scripts, on a phone and in the dark.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
