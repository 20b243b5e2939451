/** Typed clients, read off the contract: of an account, of a component, and of an account on whose behalf it acts. */
export { type ErrorName, WeChatError } from '../contract/index.ts'
export { type Client, type ClientOptions, createClient } from './account-client.ts'
export { CloudCallError, type CloudCalls } from './cloud.ts'
export {
  type Authorizer,
  type ComponentClient,
  type ComponentClientOptions,
  createComponentClient,
} from './component-client.ts'
