import type { Deps, Push } from './deps.ts'
import type { Component } from './store.ts'

/** Tells a component what has happened, in the background; encrypted with its current key unless another is named. */
export function tell(
  { pushes, now }: Deps,
  component: Component,
  infoType: string,
  fields: Push['fields'],
  encodingAesKey = component.encodingAesKey,
): void {
  pushes.send({
    component,
    encodingAesKey,
    fields: [['AppId', component.appid], ['CreateTime', Math.floor(now() / 1000)], ['InfoType', infoType], ...fields],
  })
}
