import type { getDeliveries } from '../../contract/admin-components.ts'
import type { Output } from '../../contract/interface.ts'
import { withoutSecrets } from '../../domain/components.ts'
import type { Push } from '../../domain/deps.ts'

/** How many deliveries are remembered, of all components together. */
const REMEMBERED = 1000

/** What became of a push, as getDeliveries answers it. */
export type Delivery = Output<typeof getDeliveries>['deliveries'][number]

/** The last 1,000 deliveries since the start. */
export interface DeliveryLog {
  /** Remembers a push as waiting; what becomes of it is written into what it gives. */
  add(push: Push): Delivery
  /** Copies, the newest last; of one component, or with '' of all. */
  read(component: string): Delivery[]
  /** The last ticket that was pushed to a component at that address. */
  lastTicket(component: string, eventUrl: string): Delivery | undefined
}

/** An empty log. Of a push it keeps what is no secret, and of its address neither query nor password. */
export function deliveryLog(): DeliveryLog {
  const log: Delivery[] = []
  let count = 0
  return {
    add({ component, fields }) {
      const { InfoType, AuthorizerAppid, CreateTime } = Object.fromEntries(fields)
      count += 1
      const delivery: Delivery = {
        id: count,
        component_appid: component.appid,
        InfoType: String(InfoType),
        ...(AuthorizerAppid !== undefined && { AuthorizerAppid: String(AuthorizerAppid) }),
        CreateTime: Number(CreateTime),
        url: withoutSecrets(component.eventUrl),
        state: 'waiting',
        attempts: [],
      }
      log.push(delivery)
      if (log.length > REMEMBERED) log.shift()
      return delivery
    },
    read: (component) =>
      log
        .filter(({ component_appid }) => component === '' || component_appid === component)
        .map((delivery) => ({ ...delivery, attempts: [...delivery.attempts] })),
    lastTicket: (component, eventUrl) =>
      log.findLast(
        ({ component_appid, InfoType, url }) =>
          component_appid === component && InfoType === 'component_verify_ticket' && url === withoutSecrets(eventUrl),
      ),
  }
}
