import { WeChatError } from '../contract/index.ts'
import { requireGrant } from './authorizations.ts'
import type { Deps } from './deps.ts'

// Each with the values that it takes; the first is what it is until it is set (inferred).
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  location_report: ['0', '1', '2'],
  voice_recognize: ['0', '1'],
  customer_service: ['0', '1'],
}

/** An option of an authorizer. Throws COMPONENT_NOT_AUTHORIZED, INVALID_OPTION_NAME. */
export async function getOption({ store }: Deps, component: string, appid: string, name: string): Promise<string> {
  await requireGrant(store, appid, component)
  const [first = ''] = valuesOf(name)
  return (await store.option(appid, name)) ?? first
}

/** Sets an option of an authorizer. Throws COMPONENT_NOT_AUTHORIZED, INVALID_OPTION_NAME, INVALID_OPTION_VALUE. */
export async function setOption(
  { store }: Deps,
  component: string,
  appid: string,
  name: string,
  value: string,
): Promise<void> {
  await store.exclusively(appid, async (store) => {
    await requireGrant(store, appid, component)
    if (!valuesOf(name).includes(value)) throw new WeChatError('INVALID_OPTION_VALUE')
    await store.setOption(appid, name, value)
  })
}

function valuesOf(name: string): readonly string[] {
  const values = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined
  if (!values) throw new WeChatError('INVALID_OPTION_NAME')
  return values
}
