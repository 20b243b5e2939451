import { readReadyFile } from '../ready-file.ts'
import { type SteeringOptions, steer } from '../steering.ts'

/** Whose tokens, and how long they are to live, as it was typed. */
export interface TokensOptions extends SteeringOptions {
  readonly appid?: string
  readonly life?: number
  readonly overlap?: number
  readonly stable?: true
}

/** Prints how long tokens live; before that sets it, where that is asked. Throws UserError. */
export const life = ({ appid = '', life, overlap, ...options }: TokensOptions): Promise<void> =>
  steer(options, async (client) => {
    const asked = {
      ...(life !== undefined && { lifeSeconds: life }),
      ...(overlap !== undefined && { overlapSeconds: overlap }),
    }
    const isAsked = Object.keys(asked).length > 0
    const state = isAsked ? await client.setTokenLife({ appid, ...asked }) : await client.getTokenLife({ appid })
    console.log(
      options.json
        ? JSON.stringify(state)
        : `Tokens live ${state.lifeSeconds} s, and the one before goes on for ${state.overlapSeconds} s.`,
    )
  })

/** Prints a token that ends none of the program's own. Throws UserError. */
export const issue = (options: TokensOptions): Promise<void> =>
  steer(options, async (client) => console.log((await client.issueToken({ appid: accountOf(options) })).access_token))

/** Fetches a token as another environment would, and prints it. Throws UserError. */
export const elsewhere = ({ stable, ...options }: TokensOptions): Promise<void> =>
  steer(options, async (client) => {
    const kind = stable ? 'stable' : 'plain'
    console.log((await client.fetchTokenElsewhere({ appid: accountOf(options), kind })).access_token)
  })

const accountOf = ({ appid, readyFile }: TokensOptions): string =>
  appid ?? readReadyFile(readyFile)?.accounts[0]?.appid ?? ''
