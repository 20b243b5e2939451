import type { Deps } from '../../domain/deps.ts'
import type { Clock } from './clock.ts'

/** What tests steer and read, beside what the domain knows. */
export interface Steering {
  readonly clock: Clock
}

/** All that a handler may reach for. */
export interface Steered extends Deps {
  readonly steering: Steering
}
