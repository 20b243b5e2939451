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
  'tags.id-strings': {
    says: 'An id may be a text of digits.',
    source: 'PowerWeChat sends ids so in four interfaces, an MCP server in one',
    evidence: 'observed',
  },
  'tags.update': {
    says: 'updateTag answers errcode 0 and errmsg ok, and the tag has the name.',
    source: 'updateTag page; replies of 2016 and 2018',
    evidence: 'documented',
  },
  'tags.update-keeps': {
    says: 'A renamed tag keeps its id and its followers, and its former name is free.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.update-own-name': {
    says: 'The name that the tag has already is ok.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.update-name': {
    says: 'A new name is held to what holds for a first one: 45158 when too long, 45157 when impossible or taken.',
    source: 'updateTag page, error table',
    evidence: 'documented',
  },
  'tags.update-no-name': {
    says: 'Renaming without a name is answered 45157.',
    source: 'the sample of the updateTag page has no name, its table requires one',
    evidence: 'inferred',
  },
  'tags.system': {
    says: 'The tags 0, 1 and 2 can be neither renamed nor deleted: 45058.',
    source: 'the tag page before 2025; a reply of 2018',
    evidence: 'documented',
  },
  'tags.no-id': {
    says: 'A missing or misspelt id is 0, so that renaming and deleting are answered 45058.',
    source: 'missing numbers were seen read as 0 in 2023',
    evidence: 'inferred',
  },
  'tags.unknown-id': {
    says: 'Renaming or deleting a tag that the account does not have is answered 45159.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.update-order': {
    says: 'System tag, then length, then the name itself, then unknown tag, then duplicate.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.delete': {
    says: 'deleteTag answers errcode 0 and errmsg ok, and the tag is gone.',
    source: 'deleteTag page; replies of 2016 and 2018',
    evidence: 'documented',
  },
  'tags.delete-members': {
    says: 'Who carried a deleted tag is rid of it at once.',
    source: 'the documentation of WxJava',
    evidence: 'inferred',
  },
  'tags.delete-large': {
    says: 'Those whom the deletion of a large tag leaves without one are in the list of tagid 0 within seconds.',
    source: 'ours',
    evidence: 'inferred',
  },
  'tags.delete-frees': {
    says: 'A deleted tag leaves room at once: for its name, among the 100, and among the 20 of a follower.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'tags.delete-limit': {
    says: 'A tag of more than 100,000 followers is answered 45057, and is deleted once it has no more than that.',
    source: 'the tag page before 2025',
    evidence: 'documented',
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
