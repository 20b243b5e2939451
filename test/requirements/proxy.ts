import type { Requirement } from './requirement.ts'

/** HTTPS of our own, and the forward proxy. */
export const proxy = {
  'https.calls': {
    says: "Over TLS every call is answered as over plain HTTP, under each of the platform's hosts and on the loopback address: TLS 1.2 and 1.3, HTTP/1.1, sessions that are taken up again.",
    source: 'ours; clients with a fixed https address',
    evidence: 'inferred',
  },
  'https.connections': {
    says: 'A handshake that fails or hangs is ended without a word, and plain HTTP on the port for HTTPS is HTTP 400 with a sentence.',
    source: 'ours',
    evidence: 'inferred',
  },
  'https.close': {
    says: 'A server that is closed answers the calls that have arrived over TLS and ends connections that ask nothing.',
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.tunnel': {
    says: "A tunnel to a host of the platform's, whatever the port, ends in the server itself: with TLS or without, told by the first byte, and what is sent together with CONNECT is not lost.",
    source: 'clients in seven languages behind HTTPS_PROXY',
    evidence: 'observed',
  },
  'proxy.absolute': {
    says: "A request in absolute form for a host of the platform's is answered, http and https alike.",
    source: 'old axios sends a proxy GET https://… in the clear',
    evidence: 'observed',
  },
  'proxy.refuses': {
    says: 'Every other host is HTTP 403 by default; the sentence is in the status line and in the body, and nothing leaves the machine.',
    source: 'ours; clients in Python, Go and Java show the status line only',
    evidence: 'inferred',
  },
  'proxy.log': {
    says: 'A server that stays logs a host that its proxy has refused once, at level warn.',
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.no-server': {
    says: 'A request for a server on the port of the proxy is HTTP 400, which says what the port is and where the server is.',
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.others': {
    says: 'With others: tunnel, other hosts are reached: tunnels byte for byte, requests without the headers of this hop, as fast as the slower side takes them; what fails is HTTP 502.',
    source: 'ours; HTTP semantics',
    evidence: 'inferred',
  },
  'proxy.never-open': {
    says: "Other hosts are reached for callers on a loopback address only, wherever the proxy listens, and never the proxy's own port.",
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.caller': {
    says: "The address of a caller is that of the proxy's client, in a tunnel too.",
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.hostile': {
    says: 'Garbage, targets that are none and tunnels in which nothing is said are refused or ended, and harm nobody else.',
    source: 'ours',
    evidence: 'inferred',
  },
  'proxy.close': {
    says: 'A proxy that is closed ends its tunnels once the calls in them have been answered.',
    source: 'ours',
    evidence: 'inferred',
  },
  'control.platform-host': {
    says: "Control interfaces and the authorization page may be reached by the platform's own hosts from this machine; pages of those hosts steer this server only where they are its own.",
    source: 'ours; browsers that are led here by proxy or hosts file',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
