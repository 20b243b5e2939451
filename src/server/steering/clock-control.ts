import { type Contract, ControlError, type Output, type ReadInput } from '../../contract/index.ts'
import type { Clock } from './clock.ts'
import { duration } from './duration.ts'

type Shown = Output<Contract['getClock']>

/** What a clock shows, as control interfaces tell it. */
export function shownBy(clock: Clock): Shown {
  const { now, speed } = clock.state()
  return { now: new Date(now).toISOString(), milliseconds: now, speed }
}

// What ISO 8601 with four digits of a year can tell.
const LAST = Date.UTC(10_000, 0) - 1

/** Sets, advances, stops or speeds up a clock, in this order. Throws ControlError, and has changed nothing then. */
export function changeClock(clock: Clock, asked: Partial<ReadInput<Contract['setClock']>>): Shown {
  const { set = '', advance = '', freeze, speed } = asked
  const state = clock.state()
  const from = set === '' ? state.now : momentOf(set)
  const now = from + (advance === '' ? 0 : duration(advance))
  if (now > LAST) throw new ControlError(`${advance} leads past the year 9999`, 'advance it less')
  const going = freeze === undefined ? state.speed : freeze ? 0 : state.speed || 1
  clock.change({ ...((set !== '' || advance !== '') && { now }), speed: freeze === true ? 0 : (speed ?? going) })
  return shownBy(clock)
}

function momentOf(text: string): number {
  const moment = text === 'now' ? Date.now() : Date.parse(text)
  if (Number.isNaN(moment) || moment < 0 || moment > LAST) {
    throw new ControlError(`${text} is no moment from 1970 to 9999`, 'write it as 2026-01-01T08:00:00+08:00, or now')
  }
  return moment
}
