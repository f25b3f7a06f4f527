// A scripted pilot: flies what makes a picture hard to get right, one figure after another, drawn from a seed.

import type { Dice } from '../src/draw/dice.ts'
import type { Held } from '../src/input/held.ts'
import type { Shown, ShownShip } from '../src/world/shown.ts'

const figures = ['straight', 'circle', 'zigzag', 'coast', 'hunt', 'hunt'] as const
const around = 240 // u; from here on the prey is circled, not rammed
const homeward = 0.75 // of the sector's radius; beyond it the pilot turns back

export class Pilot {
  readonly #dice: Dice
  readonly #held: Held = {
    moveX: 0,
    moveY: 0,
    aimX: 1,
    aimY: 0,
    aiming: false,
    fire: false,
    beam: false,
    boost: false,
    autoFire: false,
    device: 'keys',
  }
  #figure: (typeof figures)[number] = 'straight'
  #until = -1 // seconds
  #heading = 0 // radians
  #turn = 0 // radians a second

  constructor(dice: Dice) {
    this.#dice = dice
  }

  /** What the hands hold before there is a picture to look at. */
  get rest(): Held {
    return this.#held
  }

  /** What the hands hold, looking at that picture. */
  hold(shown: Shown): Held {
    if (shown.time >= this.#until) this.#begin(shown.time)
    const prey = this.#figure === 'hunt' ? nearest(shown) : null
    const aim = prey === null ? this.#heading + 0.6 : Math.atan2(prey.y - shown.focusY, prey.x - shown.focusX)
    if (prey === null) this.#heading += this.#turn * shown.dt
    else this.#heading = Math.hypot(prey.x - shown.focusX, prey.y - shown.focusY) < around ? aim + 1.7 : aim
    if (Math.hypot(shown.focusX, shown.focusY) > homeward * shown.sectorRadius)
      this.#heading = Math.atan2(-shown.focusY, -shown.focusX)
    this.#point(aim)
    return this.#held
  }

  #begin(now: number): void {
    const dice = this.#dice
    const held = this.#held
    this.#figure = figures[Math.floor(dice.between(0, figures.length))]!
    this.#until = now + (this.#figure === 'zigzag' ? dice.between(0.2, 0.5) : dice.between(0.6, 2.5))
    this.#heading += this.#figure === 'circle' ? 0 : dice.between(-2, 2)
    this.#turn = this.#figure === 'circle' ? dice.between(-4, 4) : 0
    held.fire = this.#figure === 'hunt' || dice.next() < 0.3
    held.boost = dice.next() < 0.3
    held.beam = !held.fire && dice.next() < 0.2
  }

  #point(aim: number): void {
    const held = this.#held
    const power = this.#figure === 'coast' ? 0 : 1
    held.moveX = Math.cos(this.#heading) * power
    held.moveY = Math.sin(this.#heading) * power
    held.aimX = Math.cos(aim)
    held.aimY = Math.sin(aim)
  }
}

function nearest(shown: Shown): ShownShip | null {
  let best: ShownShip | null = null
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < shown.ships.count; i++) {
    const ship = shown.ships.items[i]!
    const far = Math.hypot(ship.x - shown.focusX, ship.y - shown.focusY)
    if (ship.own || far >= least) continue
    least = far
    best = ship
  }
  return best
}
