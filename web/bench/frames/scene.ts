// A battle larger than any that a player should meet: 150 ships, 400 shots and 1,500 particles, all in sight, told by
// the same bytes that a server would send. The bytes are made beforehand: only reading them counts.

import { Reader } from '../../src/net/msgpack.ts'
import { Scene } from '../../src/world/scene.ts'
import type { Happening } from '../../src/world/shown.ts'
import { FrameMaker, catalog, rock, ship, shot, turn, vital, windowOf } from '../../src/world/testing.ts'

export const wanted = { ships: 150, shots: 400, particles: 1500 }

const across = 15 // ships in a row
const gapU = 92
const firstRock = 1000
const rocks = 60
const loop = 64 // frames until the same news comes again
const posUnit = 2 // records carry half units

/** The world of the battle; `world.picture.shown` is what the view gets. */
export class Battle {
  readonly world = new Scene()
  readonly happenings: Happening[] = []
  readonly #told: Uint8Array[]
  readonly #spare: Happening[]
  readonly #reader = new Reader()
  #frame = 0
  #next = 0

  constructor() {
    const { weapons } = catalog
    const life = weapons[0]!.life
    this.world.frame(101, { ships: ships(), rocks: stones() }, (f) => f.sees(windowOf(3000)))
    this.world.fly(0, 0, 0)
    this.#told = Array.from({ length: loop }, (_, i) => told(i, wanted.shots / (life - 1)))
    this.#spare = Array.from({ length: loop }, (_, i) => happening(i))
  }

  /** The news of one tick, as bytes. */
  tick(): void {
    const { beliefs } = this.world
    this.#reader.reset(this.#told[this.#frame++ % loop]!)
    for (let type = this.#reader.next(); type >= 0; type = this.#reader.next()) beliefs.take(type, this.#reader)
    beliefs.end()
  }

  /** Lets something happen as long as there are fewer particles than wanted. */
  happen(particles: number): void {
    this.happenings.length = 0
    for (let missing = wanted.particles - particles; missing > 0; missing -= 60)
      this.happenings.push(this.#spare[this.#next++ % loop]!)
  }
}

function place(slot: number): { x: number; y: number } {
  const column = slot % across
  const row = Math.floor(slot / across)
  return { x: (column - (across - 1) / 2) * gapU, y: (row - 4.5) * gapU }
}

function ships(): Uint8Array[] {
  return Array.from({ length: wanted.ships }, (_, slot) => {
    const { x, y } = place(slot)
    const at = { x: x * posUnit, y: y * posUnit, vx: 0, vy: 0, move: (slot * 37) & 255, flags: 15 }
    const make = { hull: slot % catalog.hulls.length, level: 1 + (slot % 20), hue: slot % 8, left: 40, shield: 30 }
    return ship({ slot, gen: 1, ...at, ...make }, `Pilot ${slot}`)
  })
}

function stones(): Uint8Array[] {
  return Array.from({ length: rocks }, (_, i) => {
    const { x, y } = place((i * 7) % wanted.ships)
    const looks = { radius: 30 + (i % 40), seed: i, rich: i % 3 ? 0 : 200, left: 255 - i }
    return rock({ slot: firstRock + i, gen: 1, x: (x + 40) * posUnit, y: (y + 40) * posUnit, vx: 16 * 5, ...looks })
  })
}

// Every ship turns eight times in a loop, so that all fly small circles; shots leave ships in turn.
function told(frame: number, shotsPerTick: number): Uint8Array {
  const slots = Array.from({ length: wanted.ships }, (_, slot) => slot)
  const turning = slots.filter((slot) => (slot + frame) % 8 === 0)
  const turns = turning.map((slot) => turn({ slot, move: (slot * 37 + frame * 4) & 255, aim: (frame * 4) & 255, flags: 15 }))
  const first = Math.floor(frame * shotsPerTick)
  const count = Math.floor((frame + 1) * shotsPerTick) - first
  const shots = Array.from({ length: count }, (_, i) => shot((first + i) % wanted.ships, ((first + i) * 71) & 255))
  const vitals = turning.slice(0, 8).map((slot) => vital(slot, 20 + (frame % 40), frame % 60))
  return new FrameMaker().frame(1, { turns, shots, vitals }).bytes()
}

function happening(i: number): Happening {
  const { x, y } = place((i * 41) % wanted.ships)
  if (i % 4 === 0) return { kind: 'blast', x, y, vx: 0, vy: 0, radius: 20, hue: i % 8, seed: i, own: false }
  if (i % 4 === 1) return { kind: 'rockBreak', x, y, radius: 40, seed: i, rich: i % 8 === 1 }
  return { kind: 'hit', x, y, angle: i, amount: 20, shield: i % 4 === 2, target: i, byOwn: true, onOwn: false }
}
