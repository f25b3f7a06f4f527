// Hit stop: at a heavy blow the picture stands still for an instant, and then runs a little faster until it has
// caught up. Only the picture: prediction, input and line go on, so the fight itself never waits.

import type { Moment } from '../world/moment.ts'

/** Longest stop, in ms. */
export const longestStop = 40
const gapMs = 220 // between two stops, so that a burst of fire does not become a stutter
const catchUp = 0.3 // how much faster the picture runs afterwards
const heavy = 0.35 // lighter blows stop nothing

export class HitStop {
  /** How far the picture is behind, in ms. */
  lagMs = 0
  #stopMs = 0
  #sinceMs = Number.POSITIVE_INFINITY

  /** A blow of weight 0..1. */
  blow(weight: number): void {
    if (!(weight >= heavy) || this.#sinceMs < gapMs) return
    this.#sinceMs = 0
    this.#stopMs = Math.min(longestStop - this.lagMs, longestStop * Math.min(1, weight))
  }

  /** Time passes: `dtMs` of it really, of which the picture is to show what is returned. */
  step(dtMs: number): number {
    this.#sinceMs += dtMs
    const still = Math.min(dtMs, this.#stopMs)
    this.#stopMs -= still
    const made = Math.min(this.lagMs, (dtMs - still) * catchUp)
    this.lagMs += still - made
    return dtMs - still + made
  }

  /** Holds the whole picture of a moment back, the own ship along with the others. */
  hold(m: Moment): void {
    m.dt = this.step(m.dt * 1000) / 1000
    const late = this.lagMs / 1000
    if (late === 0) return
    m.render -= late * 30
    m.predict -= late * 30
    m.own = { ...m.own, x: m.own.x - m.own.vx * late, y: m.own.y - m.own.vy * late }
  }

  clear(): void {
    this.lagMs = this.#stopMs = 0
  }
}
