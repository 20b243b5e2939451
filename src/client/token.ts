import { WeChatError } from '../contract/index.ts'

/** A token as it was answered. */
export interface Token {
  readonly text: string
  /** Seconds it has left. */
  readonly expires_in: number
}

/** A token that is fetched when it is first wanted, and kept. */
export interface KeptToken {
  get(): Promise<string>
  /** Forgets the token that was refused, unless another has taken its place already. */
  drop(refused: string): Promise<void>
}

/** Seconds before its end from which a token is not used any more. */
const MARGIN = 60

/** Keeps what `fetchToken` answers until near its end; calls that come together wait for the same. */
export function keepToken(fetchToken: () => Promise<Token>, first?: Token): KeptToken {
  let kept = first && Promise.resolve(withEnd(first))

  const renew = () => {
    const asked = fetchToken().then(withEnd)
    asked.catch(() => {
      if (kept === asked) kept = undefined
    })
    kept = asked
    return asked
  }

  return {
    async get() {
      const asked = kept ?? renew()
      const known = await asked
      if (known.until > Date.now()) return known.text
      if (kept === asked) kept = undefined // the first to see it renews for all
      return (await (kept ?? renew())).text
    },
    async drop(refused) {
      const asked = kept
      if ((await asked)?.text === refused && kept === asked) kept = undefined
    },
  }
}

const withEnd = ({ text, expires_in }: Token) => ({ text, until: Date.now() + (expires_in - MARGIN) * 1000 })

const DEAD_TOKEN: readonly number[] = [40001, 40014, 42001]

/** Calls with the token that is kept, and once more with a new one when it is refused as dead. */
export async function withToken<Reply>(kept: KeptToken, call: (token: string) => Promise<Reply>): Promise<Reply> {
  const first = await kept.get()
  try {
    return await call(first)
  } catch (error) {
    if (!(error instanceof WeChatError && DEAD_TOKEN.includes(error.errcode))) throw error
    await kept.drop(first)
    return call(await kept.get())
  }
}
