// Which tick it is at the server, from what leaves it for any of the visits: before the weather has its say. When
// nothing leaves it for a while, or nobody here takes it, the machine itself stands still, and what is shown then
// says nothing of the client.

import { Clock } from '../src/world/clock.ts'

const mostBehind = 2.5 // ticks; in a crowd every tick has news for somebody
const recoverMs = 1000 // so long after the machine stood still the pictures may still show it

export class Pulse {
  readonly #clock = new Clock()
  #newest = -1
  #strainedAt = Number.NEGATIVE_INFINITY

  /** A frame of that tick has left the server, or the welcome of a line that began then. */
  beat(tick: number, nowMs: number): void {
    if (this.#newest < 0) this.#clock.begin(tick, nowMs, 0)
    this.#newest = Math.max(this.#newest, tick)
    this.#clock.heard(tick, nowMs)
  }

  /** The tick at the server, with fraction. */
  tick(nowMs: number): number {
    return this.#clock.newest(nowMs)
  }

  /** Whether the machine stands still, or did so lately. Ask with every picture. */
  strained(nowMs: number): boolean {
    if (this.tick(nowMs) - this.#newest > mostBehind) this.#strainedAt = nowMs
    return nowMs - this.#strainedAt < recoverMs
  }
}
