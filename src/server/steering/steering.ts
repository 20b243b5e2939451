import type { Seed } from '../../contract/seed.ts'
import type { Deps } from '../../domain/deps.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Pauses } from './pauses.ts'
import type { RequestLog } from './request-log.ts'
import type { SteeredTagLag } from './tag-lag.ts'
import type { SteeredTokenLife } from './token-life.ts'
import type { Traffic } from './traffic.ts'

/** What tests steer and read, beside what the domain knows. */
export interface Steering {
  readonly clock: Clock
  /** What was planted: what a reset leads back to. */
  seed(): Seed
  readonly faults: Faults
  readonly pauses: Pauses
  readonly requests: RequestLog
  readonly traffic: Traffic
  /** Hears of every call of the platform, where the log wants a line for each. */
  readonly onCall: ((details: object) => void) | undefined
  readonly tagLag: SteeredTagLag
  readonly tokenLife: SteeredTokenLife
}

/** All that a handler may reach for. */
export interface Steered extends Deps {
  readonly steering: Steering
}
