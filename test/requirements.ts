import { blacklist } from './requirements/blacklist.ts'
import { cloud } from './requirements/cloud.ts'
import { cloudClient } from './requirements/cloud-client.ts'
import { cloudRun } from './requirements/cloud-run.ts'
import { componentClient } from './requirements/component-client.ts'
import { components } from './requirements/components.ts'
import { exec } from './requirements/exec.ts'
import { faults } from './requirements/faults.ts'
import { followers } from './requirements/followers.ts'
import { groups } from './requirements/groups.ts'
import { imports } from './requirements/import.ts'
import { members } from './requirements/members.ts'
import { page } from './requirements/page.ts'
import { product } from './requirements/product.ts'
import { proxy } from './requirements/proxy.ts'
import { pushes } from './requirements/pushes.ts'
import { quotas } from './requirements/quotas.ts'
import { redirect } from './requirements/redirect.ts'
import { requests } from './requirements/requests.ts'
import { running } from './requirements/running.ts'
import { snapshots } from './requirements/snapshots.ts'
import { state } from './requirements/state.ts'
import { tagFans } from './requirements/tag-fans.ts'
import { tags } from './requirements/tags.ts'
import { testing } from './requirements/testing.ts'
import { tls } from './requirements/tls.ts'
import { tokens } from './requirements/tokens.ts'
import { users } from './requirements/users.ts'
import { volume } from './requirements/volume.ts'
import { wire } from './requirements/wire.ts'

/** Every behaviour that is claimed. A test cites each; a gate fails on one that no passing test cites. */
export const requirements = {
  ...wire,
  ...tokens,
  ...tags,
  ...members,
  ...tagFans,
  ...users,
  ...blacklist,
  ...groups,
  ...cloud,
  ...cloudRun,
  ...exec,
  ...faults,
  ...followers,
  ...imports,
  ...components,
  ...pushes,
  ...page,
  ...redirect,
  ...product,
  ...state,
  ...proxy,
  ...quotas,
  ...requests,
  ...running,
  ...componentClient,
  ...cloudClient,
  ...volume,
  ...snapshots,
  ...tls,
  ...testing,
}

export type RequirementId = keyof typeof requirements
