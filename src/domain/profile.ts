import type { Account, Profile } from './store.ts'

/** What is told of an account; what a seed leaves out is made up from the appid (inferred). */
export function profileOf({ appid, profile }: Pick<Account, 'appid' | 'profile'>): Required<Profile> {
  const nick_name = profile.nick_name ?? appid
  return {
    user_name: `gh_${appid.slice(-12)}`,
    head_img: '',
    alias: '',
    qrcode_url: '',
    principal_name: nick_name,
    signature: '',
    ...profile,
    nick_name,
  }
}
