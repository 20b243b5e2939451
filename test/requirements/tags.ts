import type { Requirement } from './requirement.ts'

/** Tags, and where the two sets of rules part. */
export const tags = {
  'tags.create': {
    says: 'createTag answers tag with id, then name, and no errcode.',
    source: 'createTag page, sections 3 and 5; replies recorded 2016-2019',
    evidence: 'documented',
  },
  'tags.ids': {
    says: 'The first tag has id 100, each further one the next.',
    source: 'replies recorded on seven accounts',
    evidence: 'observed',
  },
  'tags.ids-not-reused': {
    says: 'An id is never given twice.',
    source: 'an account listed with gaps in 2016 whose next id was above them',
    evidence: 'observed',
  },
  'tags.limit': {
    says: 'An account has at most 100 tags of its own; the next is answered 45056, however many arrive at once.',
    source: 'createTag page, section 4',
    evidence: 'documented',
  },
  'tags.limit-system': {
    says: 'The system tag does not count toward the 100.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.name-characters': {
    says: 'Under documented rules a name has at most 30 characters, each a Unicode code point; longer is 45158.',
    source: 'createTag page, section 2',
    evidence: 'documented',
  },
  'tags.name-bytes': {
    says: 'Under production rules a name has at most 30 bytes in UTF-8.',
    source: 'staff answer of 2022-11-09; names of 33 and 32 bytes refused',
    evidence: 'observed',
  },
  'tags.name-empty': {
    says: 'An empty or missing name is answered 45157.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.name-duplicate': {
    says: 'A name that a tag of the account has is answered 45157.',
    source: 'replies of 2020',
    evidence: 'observed',
  },
  'tags.name-exact': {
    says: 'Names are compared exactly: case, width, composition and blanks make a difference, and nothing is trimmed.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.name-impossible': {
    says: 'Control characters and halves of surrogate pairs are answered 45157.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.name-any': {
    says: 'Any other text is a name: Chinese, emoji, quotes, slashes, markup.',
    source: 'symbols seen in group names; SDKs send such names raw',
    evidence: 'observed',
  },
  'tags.check-order': {
    says: 'Length, then the name itself, then duplicate, then the number of tags.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.verified-only': {
    says: 'An account that is not verified is answered 48001, of either kind.',
    source: 'createTag page, section 7',
    evidence: 'documented',
  },
  'tags.both-kinds': {
    says: 'Verified subscription and service accounts may call.',
    source: 'createTag page, section 7',
    evidence: 'documented',
  },
  'tags.accounts-apart': {
    says: 'The tags of one account are nothing to another.',
    source: 'call guide',
    evidence: 'documented',
  },
  'tags.list': {
    says: 'getTags answers tags, each id, name, count, ascending by id.',
    source: 'five accounts recorded 2016-2021',
    evidence: 'observed',
  },
  'tags.list-fresh': {
    says: 'A fresh account lists the system tag 2, 星标组, alone.',
    source: 'clients’ issue reports of fresh accounts',
    evidence: 'observed',
  },
  'tags.durable': {
    says: 'A tag that was answered is there after kill -9, and no id is given twice.',
    source: 'ours',
    evidence: 'inferred',
  },
  'rules.escapes': {
    says: 'Under documented rules \\uXXXX in a body is decoded, under production rules kept as six characters.',
    source: 'JSON; an account listed with both forms',
    evidence: 'observed',
  },
  'rules.note': {
    says: 'Where the other set of rules would answer differently, and only there, X-Jadeite-Note says so in one ASCII sentence.',
    source: 'ours',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
