// What is measured, and how the environment asks for something else:
//
//	TRUTH_SECONDS    length of a flight; from 20 on open space is measured too
//	TRUTH_SEED       of world, weather and pilots; from the clock unless told
//	TRUTH_DELAY_MS   TRUTH_SWING_MS  TRUTH_STALLED    the bad line, see weather.ts

import type { Course } from './run.ts'
import { calm } from './weather.ts'
import type { Weather } from './weather.ts'

function number(name: string, usual: number): number {
  const said = process.env[`TRUTH_${name}`]
  const value = Number(said ?? usual)
  if (!(value >= 0)) throw new Error(`TRUTH_${name}=${said}: give a number that is not negative`)
  return value
}

/** Each way 100 ms ± 30 ms, and 1 % of the time nothing moves, 100 to 400 ms at once. */
const bad: Weather = {
  delayMs: number('DELAY_MS', 100),
  swingMs: number('SWING_MS', 30),
  stalled: number('STALLED', 0.01),
  leastStallMs: 100,
  mostStallMs: 400,
}

export const seed = number('SEED', Date.now() % 1e6)

const seconds = number('SECONDS', 12)
const crowd = { name: 'a crowd that fights', seconds, ships: 40, areaPerShip: 100_000 }
const space = { name: 'open space', seconds, ships: 60, areaPerShip: 300_000 }

/** The lines to measure over, and how many fly over each. */
export const lines: Course['lines'] = [
  { name: 'quiet', weather: calm, visits: 2 },
  { name: 'bad', weather: bad, visits: 5 },
]

/** The places to measure in. */
export const courses: (Omit<Course, 'lines' | 'seed'> & { name: string })[] = seconds < 20 ? [crowd] : [crowd, space]
