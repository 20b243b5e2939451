import type { Language } from './language.ts'

/** All that the page says in one language. */
export interface Texts {
  readonly title: string
  readonly notice: string
  readonly otherLanguage: string
  readonly asks: (component: string) => string
  readonly account: string
  readonly noAccounts: string
  readonly otherAccount: string
  readonly sets: string
  readonly setsHint: string
  readonly noSets: string
  readonly exclusive: string
  readonly unnamed: (id: number) => string
  readonly onward: (origin: string) => string
  readonly agree: string
  readonly refuse: string
  readonly chooseAccount: string
  readonly chooseSet: string
  readonly refusedTitle: string
  readonly refused: (component: string) => string
  readonly again: string
  readonly errorTitle: string
  readonly redirectUri: string
  readonly preAuthCode: string
  readonly systemError: string
  readonly thisMachine: string
  readonly strangerTitle: string
  readonly adminKey: string
  readonly methodTitle: string
  readonly method: string
}

const en: Texts = {
  title: 'Authorize a third-party platform',
  notice: 'This is Jadeite, not WeChat. What you grant here counts on this server only.',
  otherLanguage: '中文',
  asks: (component) => `The platform ${component} asks to act for one of your Official Accounts.`,
  account: 'For which account?',
  noAccounts: 'There is no Official Account that could authorize this platform.',
  otherAccount: 'Or type the appid of another account',
  sets: 'What may it do?',
  setsHint: 'Uncheck what it should not get.',
  noSets: 'The platform asks for nothing that could be granted.',
  exclusive: 'one platform at a time',
  unnamed: (id) => `Permission set ${id}`,
  onward: (origin) => `When you authorize, your browser goes on to ${origin}.`,
  agree: 'Authorize',
  refuse: 'Refuse',
  chooseAccount: 'Choose an account.',
  chooseSet: 'Choose at least one permission set.',
  refusedTitle: 'Nothing was granted',
  refused: (component) => `You have refused. The platform ${component} can do no more than before.`,
  again: 'Decide again',
  errorTitle: 'Nothing can be authorized here',
  redirectUri:
    'redirect_uri is missing, or is no http or https address: have the platform that led you here send where to go on.',
  preAuthCode:
    'The pre_auth_code of this address is unknown, used or too old: go back to the platform that led you here, and begin anew.',
  systemError: 'Something went wrong on our side; the log of the server says what.',
  thisMachine: 'This page answers this machine only. Start the server with --admin-key to open it from elsewhere.',
  strangerTitle: 'This page is not for everybody',
  adminKey: 'Enter any name, and as the password the admin key that the server was started with.',
  methodTitle: 'Not with this method',
  method: 'Open this page with GET, or send its form with POST.',
}

const zh: Texts = {
  title: '授权给第三方平台',
  notice: '这里是 Jadeite，不是微信。在此授予的权限仅在本服务器上有效。',
  otherLanguage: 'English',
  asks: (component) => `第三方平台 ${component} 申请代您的公众号调用接口。`,
  account: '授权哪个公众号？',
  noAccounts: '没有可以授权给该平台的公众号。',
  otherAccount: '或输入其他公众号的 appid',
  sets: '授予哪些权限？',
  setsHint: '请取消勾选不想授予的权限。',
  noSets: '该平台没有申请任何可授予的权限。',
  exclusive: '同一时间只能授权给一个平台',
  unnamed: (id) => `权限集 ${id}`,
  onward: (origin) => `同意授权后，浏览器将跳转到 ${origin}。`,
  agree: '同意授权',
  refuse: '拒绝',
  chooseAccount: '请选择一个公众号。',
  chooseSet: '请至少选择一项权限。',
  refusedTitle: '未授予任何权限',
  refused: (component) => `您已拒绝授权，第三方平台 ${component} 的权限没有变化。`,
  again: '重新选择',
  errorTitle: '无法授权',
  redirectUri: '缺少 redirect_uri，或者它不是 http 或 https 地址：请让引导您到此的第三方平台给出跳转地址。',
  preAuthCode:
    '此地址中的预授权码（pre_auth_code）未知、已被使用或已过期：请返回引导您到此的第三方平台，重新开始授权。',
  systemError: '服务器内部出错，详情请查看服务器日志。',
  thisMachine: '此页面只对本机开放。如需从其他机器打开，请用 --admin-key 启动服务器。',
  strangerTitle: '您无权使用此页面',
  adminKey: '用户名任意，密码为服务器启动时设置的管理密钥（admin key）。',
  methodTitle: '请求方法不正确',
  method: '请用 GET 打开此页面，或用 POST 提交其表单。',
}

/** The page's words, by language. */
export const texts: Readonly<Record<Language, Texts>> = { en, zh }
