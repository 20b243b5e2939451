import { createHash, createPublicKey, type KeyObject, randomBytes, sign, type X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

// The only file that knows the X.509 library; loaded when a certificate has to be made.

/** From when to when a certificate holds, milliseconds since 1970. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** Who signs: an authority's certificate, and the private key to it. */
export interface Issuer {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

/** A certificate of an authority that signs itself, as PEM: for servers of the permitted domains and IP ranges only. */
export function authorityCertificate(
  key: KeyObject,
  { name, permitted, span }: { name: string; permitted: readonly string[]; span: Span },
): string {
  const subject = named(name, 'Jadeite, made on this machine for tests')
  const publicKey = publicKeyOf(createPublicKey(key))
  return certificate(key, { issuer: subject, subject, publicKey, span }, [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_nameConstraints, constraints(permitted), true),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(identifierOf(publicKey))),
  ])
}

/** A certificate for servers of these hosts and addresses, as PEM. */
export function serverCertificate(
  { certificate: authority, key }: Issuer,
  { publicKey: subjectKey, names, span }: { publicKey: KeyObject; names: readonly string[]; span: Span },
): string {
  const { subject: issuer, subjectPublicKeyInfo } = AsnConvert.parse(authority.raw, Certificate).tbsCertificate
  const publicKey = publicKeyOf(subjectKey)
  const keyIdentifier = new KeyIdentifier(identifierOf(subjectPublicKeyInfo))
  return certificate(key, { issuer, subject: named('jadeite'), publicKey, span }, [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(names.map(generalName))),
    extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier })),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(identifierOf(publicKey))),
  ])
}

type Told = Pick<TBSCertificate, 'issuer' | 'subject'> & { publicKey: SubjectPublicKeyInfo; span: Span }

function certificate(key: KeyObject, { issuer, subject, publicKey, span }: Told, extensions: Extension[]): string {
  const signature = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature,
    issuer,
    validity: new Validity({ notBefore: new Date(span.from), notAfter: new Date(span.until) }),
    subject,
    subjectPublicKeyInfo: publicKey,
    extensions: new Extensions(extensions),
  })
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), key)
  return pem(
    AsnConvert.serialize(
      new Certificate({ tbsCertificate, signatureAlgorithm: signature, signatureValue: bytes(signatureValue) }),
    ),
  )
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'

// Positive, and as long as it looks: the first byte is neither 0 nor above 127.
function serialNumber(): ArrayBuffer {
  const number = randomBytes(16)
  number[0] = ((number[0] ?? 0) & 0x7f) | 0x40
  return bytes(number)
}

function named(commonName: string, organization?: string): Name {
  const parts = [
    ...(organization === undefined ? [] : [{ type: ORGANIZATION, utf8String: organization }]),
    { type: COMMON_NAME, utf8String: commonName },
  ]
  return new Name(
    parts.map(
      ({ type, utf8String }) =>
        new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })]),
    ),
  )
}

// A kind of name of which there is no constraint would be free: so there are some of both kinds.
const constraints = (permitted: readonly string[]): NameConstraints =>
  new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(permitted.map((name) => new GeneralSubtree({ base: generalName(name) }))),
  })

const generalName = (name: string): GeneralName =>
  new GeneralName(isIP(name.replace(/\/\d+$/, '')) ? { iPAddress: name } : { dNSName: name })

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })

const publicKeyOf = (key: KeyObject): SubjectPublicKeyInfo =>
  AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo)

const identifierOf = ({ subjectPublicKey }: SubjectPublicKeyInfo): ArrayBuffer =>
  bytes(createHash('sha1').update(Buffer.from(subjectPublicKey)).digest())

const bytes = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer

const pem = (der: ArrayBuffer): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
