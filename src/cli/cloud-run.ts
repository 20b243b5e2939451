import type { EnvironmentDeclaration } from '../contract/index.ts'
import type { Seed, Server } from '../server/index.ts'
import { UserError } from './failure.ts'
import { listening } from './listening.ts'
import { removePrivateFile, writePrivateFile } from './private-file.ts'

/** The options of `jadeite serve` for containers. */
export interface CloudRunOptions {
  readonly cloudRunHost: string
  readonly cloudRunPort?: number
  readonly cloudRunEnv?: string
  readonly cloudbaseTokenFile?: string
}

/** What was opened for containers. */
export interface CloudRun {
  /** Where they call without a token; undefined when they do not. */
  readonly url: string | undefined
  close(): Promise<void>
}

/** Milliseconds between two tokens in the file, as on the platform. */
const EVERY = 10 * 60_000

/** Listens for containers and keeps a token in a file, as far as the options ask for it. Throws UserError. */
export async function openCloudRun(server: Server, seed: Seed, options: CloudRunOptions): Promise<CloudRun> {
  const { cloudRunHost: host, cloudRunPort: port, cloudbaseTokenFile: file } = options
  if (port === undefined && file === undefined) return { url: undefined, close: async () => {} }
  const { secretId } = environmentOf(seed, options)

  const endpoint =
    port === undefined
      ? undefined
      : await listening({ host, port, option: 'cloud-run-port' }, (address) =>
          server.listenForContainers(secretId, address),
        )
  const write = async () => file !== undefined && writePrivateFile(file, await server.issueCloudbaseToken(secretId))
  await write().catch(async (error: NodeJS.ErrnoException) => {
    await endpoint?.close()
    throw new UserError(`${file} cannot be written (${error.code ?? error.message}): check --cloudbase-token-file.`)
  })
  const timer = setInterval(() => void write().catch(() => {}), EVERY).unref() // the next time it may succeed
  return {
    url: endpoint?.url,
    async close() {
      clearInterval(timer)
      if (file !== undefined) removePrivateFile(file)
      await endpoint?.close()
    },
  }
}

function environmentOf({ environments = [] }: Seed, { cloudRunEnv }: CloudRunOptions): EnvironmentDeclaration {
  const found = environments.find(({ env }) => env === (cloudRunEnv ?? env))
  if (found) return found
  throw new UserError(
    cloudRunEnv === undefined
      ? 'Containers call from a cloud environment, and the seed has none: declare one under environments.'
      : `The seed has no environment ${cloudRunEnv}: check --cloud-run-env, or declare it under environments.`,
  )
}
