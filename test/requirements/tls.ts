import type { Requirement } from './requirement.ts'

/** Certificates of our own authority, and how other programs are made to trust it. */
export const tls = {
  'tls.authority': {
    says: 'The authority is made at first use, with an ECDSA P-256 key of mode 0600 in a folder of mode 0700, and kept.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.one': {
    says: 'Processes that make it in one folder at once agree on one.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.constraints': {
    says: 'A certificate that it signs for any other host or address is refused.',
    source: 'RFC 5280 4.2.1.10',
    evidence: 'documented',
  },
  'tls.hosts': {
    says: 'Each host of the platform, localhost and 127.0.0.1 has a certificate; who asks for another is shown that of localhost.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.on-demand': {
    says: 'Hosts of cloud calls have a certificate of their own when asked for: one making for many at once, and a hundred kept.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.renewal': {
    says: 'Certificates are made anew 30 days before they end, in a server that runs too; the authority when it has less than 90 days left.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.damaged': {
    says: 'An authority that is damaged or cannot be read is a sentence, and is left as it is.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.bundle': {
    says: "Trust files hold our authority, the system's and what the caller's variables name; for Java as a JKS, for PHP as settings.",
    source: 'ours',
    evidence: 'inferred',
  },
  'tls.variables': {
    says: "The variables lead other programs to the trust files, and keep the caller's own settings for Java and PHP.",
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.ca': {
    says: 'jadeite ca tells where the authority is, how to trust it and how to undo that, and changes nothing outside its folder.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.ca-shell': {
    says: '--export prints lines that make programs of a shell trust it, --unset lines that undo just these.',
    source: 'ours',
    evidence: 'inferred',
  },
  'cli.ca-machine': {
    says: '--trust and --untrust change what this machine trusts and print each command; where only root may, they say what to type.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
