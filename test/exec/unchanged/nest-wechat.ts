import { test } from 'vitest'
import { createComponentClient } from '../../../src/client/index.ts'
import { arrivals, component, received } from '../../witnesses/component.ts'
import { nestWechat } from '../../witnesses/nest-wechat.ts'
import { account, baseUrl } from './account.ts'

test('nest-wechat', async () => {
  const { receive, examine } = nestWechat()
  const receiver = await received(receive)
  const { appid } = account(4)
  const control = createComponentClient({ baseUrl, ...component, ticket: async () => '' })
  await control.putComponent({ component: { ...component, eventUrl: receiver.url } })
  await examine({ appid, control, ...arrivals(control, () => settled(control)) })
  await receiver.close()
})

async function settled(control: ReturnType<typeof createComponentClient>): Promise<void> {
  const { deliveries } = await control.getDeliveries()
  if (deliveries.some(({ state }) => state === 'waiting')) return settled(control)
}
