import type { Requirement } from './requirement.ts'

/** The groups of before the tags: the same things, seen as one group for each follower. */
export const groups = {
  'groups.verified-only': {
    says: 'Groups are for verified accounts; another is answered 48001.',
    source: 'as the tags are',
    evidence: 'inferred',
  },
  'groups.create': {
    says: 'createGroup answers group with id, then name, and no errcode.',
    source: 'replies of 2014 and 2018',
    evidence: 'observed',
  },
  'groups.are-tags': {
    says: 'Groups and tags are the same: ids are counted together, and each list shows what the other made.',
    source: 'groups listed by tags/get in 2016; a group of 2018 with the id next to the tags',
    evidence: 'observed',
  },
  'groups.duplicate-names': {
    says: 'Groups may have the same name, made so or renamed so; a tag can be made with it no more.',
    source: 'three tags of one name, from the groups, in 2016',
    evidence: 'observed',
  },
  'groups.limit': {
    says: 'An account has at most 500 groups; the next is answered 45018, however many arrive at once.',
    source: 'pages of 2014; the text from the global error table',
    evidence: 'documented',
  },
  'groups.name-characters': {
    says: 'A group name has at most 30 characters; a longer one is answered 45017.',
    source: 'pages of 2014; the code from the global error table',
    evidence: 'documented',
  },
  'groups.name-bytes': {
    says: 'Under production rules a group name has at most 30 bytes in UTF-8, as a tag name has.',
    source: 'a group is a tag; no reply for groups',
    evidence: 'inferred',
  },
  'groups.name-impossible': {
    says: 'An empty, missing or impossible group name is answered 40051.',
    source: 'global error table; which names are impossible is ours',
    evidence: 'inferred',
  },
  'groups.list': {
    says: 'getGroups answers groups, each id, name, count: 0 未分组, 1 黑名单, 2 星标组, then all others by id.',
    source: 'a reply of 2014',
    evidence: 'observed',
  },
  'groups.counts': {
    says: 'Counts are of who carries the tag now; 0 counts followers without a tag, 1 the blacklist.',
    source: 'names and counts of the reply of 2014',
    evidence: 'inferred',
  },
  'groups.get-id': {
    says: 'getGroupId answers groupid and nothing else, the same as userInfo tells.',
    source: 'a reply of 2014; userInfo page',
    evidence: 'observed',
  },
  'groups.get-id-unknown': {
    says: 'getGroupId answers 49003 to a well-formed openid that is not of the account.',
    source: 'a reply of 2014',
    evidence: 'observed',
  },
  'groups.get-id-malformed': {
    says: 'getGroupId answers 40003 to a malformed or missing openid.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'groups.update': {
    says: 'updateGroup answers ok, and both lists show the new name.',
    source: 'replies of 2014',
    evidence: 'observed',
  },
  'groups.system': {
    says: 'Groups 0, 1 and 2 can be neither renamed nor deleted: 45016; a missing id counts as 0.',
    source: 'global error table',
    evidence: 'documented',
  },
  'groups.unknown': {
    says: 'A group that there is not is answered 40050.',
    source: 'global error table; no reply',
    evidence: 'inferred',
  },
  'groups.update-order': {
    says: 'updateGroup looks at the system groups, then at the name, then whether there is such a group.',
    source: 'no evidence',
    evidence: 'inferred',
  },
  'groups.delete': {
    says: 'deleteGroup answers ok; its members are in no group then, and its id is not given again.',
    source: 'as deleteTag does; early versions answered an empty object',
    evidence: 'inferred',
  },
  'groups.move': {
    says: 'updateGroupMember and batchUpdateGroupMembers answer ok.',
    source: 'replies of 2014',
    evidence: 'observed',
  },
  'groups.move-replaces': {
    says: 'A move makes the group the only tag of a follower; a move to 0 takes all tags away.',
    source: 'a follower had one group only',
    evidence: 'inferred',
  },
  'groups.move-missing': {
    says: 'A missing to_groupid counts as 0.',
    source: 'missing numbers were seen read as 0 in 2023',
    evidence: 'inferred',
  },
  'groups.move-blacklist': {
    says: 'A move to 1 puts a follower on the blacklist without tags, a move elsewhere takes it off.',
    source: 'group 1 was the blacklist',
    evidence: 'inferred',
  },
  'groups.move-unknown': {
    says: 'A move of a well-formed openid that is not of the account is answered 49003.',
    source: 'a reply of 2014',
    evidence: 'observed',
  },
  'groups.move-refused': {
    says: 'A move is answered 40003 for a malformed openid, 40050 for an unknown group, 50005 for a user who has left.',
    source: 'global error table; which stands for what is ours',
    evidence: 'inferred',
  },
  'groups.move-size': {
    says: 'At most 50 followers move at once; more, or none, is answered 40032.',
    source: 'an SDK that tells of 50; the code from the global error table',
    evidence: 'inferred',
  },
  'groups.move-whole': {
    says: 'When one openid is refused, nobody moves.',
    source: 'no evidence',
    evidence: 'inferred',
  },
} as const satisfies Record<string, Requirement>
