// What the beliefs tell of, and why things leave.

import type { Thing } from './thing.ts'

/** Why a thing left without a word from the server. */
export const leftSight = -1 // it is out of the window, or a cell's state did not name it
export const leftSpent = -2 // a bolt at the end of its range
export const leftHit = -3 // a bolt that struck
export const leftTaken = -4 // ore that was picked up
export const leftReplaced = -5 // another thing holds its slot now

/** Who is told what happens to the believed things. All calls are about the tick `Beliefs.tick`. */
export interface Witness {
  /** A thing is known now; `fresh` when it was made this tick, not merely seen first. */
  came(thing: Thing, fresh: boolean): void
  /** Every thing stands at the end of one more tick. */
  flown(tick: number): void
  /** A course replaced the belief; the thing was at x, y with speed vx, vy. */
  turned(thing: Thing, x: number, y: number, vx: number, vy: number): void
  /** A ship has held other controls for this tick; by the old ones it would be at x, y. */
  steered(ship: Thing, x: number, y: number): void
  /** The level of a ship has changed from what it was. */
  looked(thing: Thing, level: number): void
  /**
   * A bolt of the ship in slot `owner` struck: HitHull and so on. The amount is in points, 0 for rocks. The bolt may be
   * unknown, and so may the target, which for rocks is always. The bolt leaves after this call.
   */
  hit(kind: number, amount: number, owner: number, bolt: Thing | null, target: Thing | null): void
  /** A ship, perhaps unknown, took a piece of ore, which leaves after this call. */
  taken(ore: Thing, ship: Thing | null): void
  /** A thing is gone: a Gone cause, or one of the reasons above. It must not be changed any more. */
  left(thing: Thing, why: number): void
}
