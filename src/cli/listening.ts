import type { Endpoint } from '../server/index.ts'
import { UserError } from './failure.ts'

/** Where to listen, and by which option that was said. */
export interface Wanted {
  readonly host: string
  readonly port: number
  /** `port`, as in `--port`. */
  readonly option: string
  /** Default: named alike. */
  readonly hostOption?: string
}

/** Listens; throws UserError that says why it cannot be. */
export const listening = (
  wanted: Wanted,
  listen: (address: { host: string; port: number }) => Promise<Endpoint>,
): Promise<Endpoint> =>
  listen({ host: wanted.host, port: wanted.port }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(whyNot(error, wanted))
  })

function whyNot({ code, message }: NodeJS.ErrnoException, { host, port, option, hostOption }: Wanted): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken: stop what listens there, or choose another --${option} (0 takes a free one).`
  if (code === 'EACCES') return `Port ${port} needs rights that this user has not: choose a --${option} from 1024 up.`
  return `Cannot listen on ${host}:${port} (${code ?? message}): check --${hostOption ?? option.replace('port', 'host')} and --${option}.`
}
