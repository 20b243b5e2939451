// The little of each SDK that the witnesses use: neither package carries types of its own.

declare module 'wechat-api' {
  type Callback = (error: (Error & { code?: number }) | null, reply: { accessToken: string } & Reply) => void
  type Reply = { tag: { id: number; name: string } } & { tags: { id: number; name: string }[] }
  interface Api {
    endpoint: string
    getAccessToken(done: Callback): void
    createTag(name: string, done: Callback): void
    getTags(done: Callback): void
  }
  const Api: new (appid: string, secret: string) => Api
  export = Api
}

declare module 'co-wechat-api' {
  interface Api {
    prefix: string
    getAccessToken(): Promise<{ accessToken: string }>
    createTags(name: string): Promise<object>
    getTags(): Promise<object>
  }
  const Api: new (appid: string, secret: string) => Api
  export = Api
}
