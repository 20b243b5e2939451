// What the witnesses use of each SDK, which is all it has for tags, users and groups: neither package carries types.

declare module 'wechat-api' {
  type Done<Reply = object> = (error: (Error & { code?: number }) | null, reply: Reply) => void
  interface Api {
    endpoint: string
    setOpts(options: { timeout: number }): void
    getAccessToken(done: Done<{ accessToken: string }>): void

    createTag(name: string, done: Done): void
    getTags(done: Done): void
    editTag(id: number, name: string, done: Done): void
    deleteTag(id: number, done: Done): void
    getTagUsers(tagid: number, nextOpenid: string, done: Done): void
    membersBatchtagging(tagid: number, openids: string[], done: Done): void
    membersBatchuntagging(tagid: number, openids: string[], done: Done): void
    getUserTags(openid: string, done: Done): void

    getUser(openid: string | { openid: string; lang: string }, done: Done): void
    batchGetUsers(openids: string[], done: Done): void
    getFollowers(nextOpenid: string | Done, done?: Done): void
    updateRemark(openid: string, remark: string, done: Done): void

    getGroups(done: Done): void
    getWhichGroup(openid: string, done: Done): void
    createGroup(name: string, done: Done): void
    updateGroup(id: number, name: string, done: Done): void
    moveUserToGroup(openid: string, id: number, done: Done): void
    removeGroup(id: number, done: Done): void
  }
  const Api: new (appid: string, secret: string) => Api
  namespace Api {
    export { Done }
  }
  export = Api
}

declare module 'co-wechat-api' {
  interface Api {
    prefix: string
    setOpts(options: { timeout: number }): void
    getAccessToken(): Promise<{ accessToken: string }>

    createTags(name: string): Promise<object>
    getTags(): Promise<object>
    updateTag(id: number, name: string): Promise<object>
    deleteTag(id: number): Promise<object>
    getUsersFromTag(tagid: number, nextOpenid?: string): Promise<object>
    batchTagging(openids: string[], tagid: number): Promise<object>
    batchUnTagging(openids: string[], tagid: number): Promise<object>
    getIdList(openid: string): Promise<object>

    getUser(openid: string | { openid: string; lang: string }): Promise<object>
    batchGetUsers(openids: string[], lang?: string): Promise<object>
    getFollowers(nextOpenid?: string): Promise<object>
    updateRemark(openid: string, remark: string): Promise<object>

    getGroups(): Promise<object>
    getWhichGroup(openid: string): Promise<object>
    createGroup(name: string): Promise<object>
    updateGroup(id: number, name: string): Promise<object>
    moveUserToGroup(openid: string, id: number): Promise<object>
    moveUsersToGroup(openids: string[], id: number): Promise<object>
    removeGroup(id: number): Promise<object>
  }
  const Api: new (appid: string, secret: string) => Api
  export = Api
}

declare module 'wechat-component' {
  import Api = require('wechat-api')
  type Done<Reply = object> = Api.Done<Reply>
  interface AuthorizerToken {
    refreshToken: string
    accessToken?: string
    expireTime?: number
  }
  interface Authorization {
    authorization_info: Record<string, string>
  }
  interface Component {
    prefix: string
    getAccessToken(done: Done<{ accessToken: string }>): void
    createPreAuthCode(done: Done<{ pre_auth_code: string; expires_in: number }>): void
    getAuthorizeURL(redirectUri: string, done: Done<string>): void
    queryAuth(code: string, done: Done<Authorization>): void
    getAuthorizerToken(appid: string, refreshToken: string, done: Done): void
    getAuthorizerInfo(appid: string, done: Done): void
    getAuthorizerOption(appid: string, name: string, done: Done): void
    setAuthorizerOption(appid: string, name: string, value: string, done: Done): void
    getAPI(
      appid: string,
      getToken: (done: (error: null, token: AuthorizerToken) => void) => void,
      saveToken: (token: AuthorizerToken, done: (error: null) => void) => void,
    ): InstanceType<typeof Api>
  }
  const Component: new (
    appid: string,
    secret: string,
    getTicket: (done: (error: Error | null, ticket?: string) => void) => void,
  ) => Component
  namespace Component {
    export { Authorization, AuthorizerToken }
  }
  export = Component
}

// What wx-server-sdk 1.x signs with.
declare module 'tcb-admin-node/src/utils/auth.js' {
  export function getAuth(options: object): string
}
