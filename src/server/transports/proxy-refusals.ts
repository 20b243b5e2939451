import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { endWith } from './http-server.ts'

/**
 * Why a proxy does not do what it is asked. The sentence is also the reason phrase of the status line: clients in Python,
 * Go and Java show nothing else of a CONNECT that fails.
 */
export interface ProxyRefusal {
  readonly status: 400 | 403 | 502
  readonly sentence: string
  /** What to do. */
  readonly advice: string
}

/** A host that is not the platform's. */
export const foreignHost = (host: string): ProxyRefusal => ({
  status: 403,
  sentence: `Jadeite leads WeChat's hosts only and refused ${shown(host)}: see --proxy-others`,
  advice:
    'Let other hosts through with jadeite start --proxy-others tunnel (serve and exec have it, too), or put this one into NO_PROXY.',
})

/** A caller on another machine, for whom a host is not reached. */
export const foreignCaller = (host: string): ProxyRefusal => ({
  status: 403,
  sentence: `Jadeite reaches other hosts for its own machine only and refused ${shown(host)}`,
  advice: "From elsewhere only WeChat's hosts are led here: put this one into NO_PROXY.",
})

/** A tunnel that would come out where it began. */
export const ownPort = (host: string): ProxyRefusal => ({
  status: 403,
  sentence: `Jadeite makes no tunnel to itself and refused ${shown(host)}`,
  advice: 'This is the port of the proxy: ask for the host that is meant.',
})

/** A host that does not answer. */
export const unreachable = (host: string, { code, message }: NodeJS.ErrnoException): ProxyRefusal => ({
  status: 502,
  sentence: `Jadeite could not reach ${shown(host)}: ${shown(code ?? message)}`,
  advice: 'Other hosts are asked directly: look whether this one can be reached from here.',
})

/** A CONNECT whose target is none. */
export const noTarget = (target: string): ProxyRefusal => ({
  status: 400,
  sentence: `CONNECT wants host:port and got ${shown(target)}`,
  advice: 'As in CONNECT api.weixin.qq.com:443.',
})

/** A request for a server, on the port of the proxy. */
export const noServer = (url: string | undefined): ProxyRefusal => ({
  status: 400,
  sentence: "This port is Jadeite's forward proxy and not the server",
  advice: `Put this address into HTTP_PROXY and HTTPS_PROXY${url === undefined ? '.' : `; the server itself is at ${url}.`}`,
})

/** Refuses a request. */
export function refuseRequest(response: ServerResponse, { status, sentence, advice }: ProxyRefusal): void {
  const body = bodyOf(sentence, advice)
  const headers = ['Connection', 'close', ...TEXT, 'Content-Length', String(Buffer.byteLength(body))]
  response.writeHead(status, sentence, headers)
  response.end(body)
}

const TEXT = ['Content-Type', 'text/plain; charset=utf-8']

/** Refuses a tunnel. */
export function refuseTunnel(socket: Socket, { status, sentence, advice }: ProxyRefusal): void {
  endWith(socket, `${status} ${sentence}`, bodyOf(sentence, advice))
}

const bodyOf = (sentence: string, advice: string): string => `${sentence}.\n${advice}\n`

// A host as it may stand in a status line: no control characters, nothing that is not ASCII, and not all of a long one.
const shown = (text: string): string => text.replace(/[^\w.:[\]-]/g, '?').slice(0, 100)
