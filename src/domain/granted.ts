import { type ErrorName, WeChatError } from '../contract/index.ts'
import type { Component, Grant } from './store.ts'

const AFTER_CANCELLING: Record<Component['afterCancelling'], ErrorName> = {
  61007: 'API_UNAUTHORIZED_TO_COMPONENT',
  61003: 'COMPONENT_NOT_AUTHORIZED',
  40001: 'INVALID_CREDENTIAL',
}

/** Throws what the component's setting `afterCancelling` says, for a grant that was cancelled (inferred: 61007). */
export function requireLive(grant: Pick<Grant, 'isCancelled'> | undefined, { afterCancelling }: Component): void {
  if (grant?.isCancelled) throw new WeChatError(AFTER_CANCELLING[afterCancelling])
}

/** Throws API_UNAUTHORIZED_TO_COMPONENT when none of the sets is granted that an interface belongs to. */
export function requireGranted({ permissionSets }: Pick<Grant, 'permissionSets'>, required?: readonly number[]): void {
  if (required && !required.some((id) => permissionSets.includes(id))) {
    throw new WeChatError('API_UNAUTHORIZED_TO_COMPONENT')
  }
}
