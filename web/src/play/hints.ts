// The three hints of a first flight: one after the other, each leaving when it is done.

import type { Hud } from '../hud/hud.ts'
import type { Happening } from '../world/shown.ts'

const order = ['move', 'shoot', 'ore'] as const
const movedU = 160

export class FirstFlight {
  readonly #hud: Hud
  #at = 0
  #shown = false
  #startX = Number.NaN
  #startY = 0

  constructor(hud: Hud) {
    this.#hud = hud
  }

  /** Call it now and then while the own ship flies at x, y. */
  fly(x: number, y: number): void {
    if (this.#at >= order.length) return
    if (!this.#shown) this.#hud.hint(order[this.#at]!, false)
    this.#shown = true
    if (Number.isNaN(this.#startX)) {
      this.#startX = x
      this.#startY = y
    }
    if (Math.hypot(x - this.#startX, y - this.#startY) > movedU) this.#done('move')
  }

  saw(happening: Happening): void {
    if (happening.kind === 'rockHit' && happening.byOwn) this.#done('shoot')
    if (happening.kind === 'pickup' && happening.own) this.#done('ore')
  }

  /** The next life begins somewhere else. */
  rest(): void {
    this.#startX = Number.NaN
  }

  #done(what: (typeof order)[number]): void {
    if (order[this.#at] !== what) return
    this.#hud.hint(what, true)
    this.#at++
    this.#shown = false
  }
}
