// The way each ship came, as a ribbon of light: a ring of remembered places for each ship id. Slots are
// handed out on first sight and taken back when a ship was not shown for a while.

import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import { hueGain, hueInk } from './palette.ts'

const slots = 160
const points = 30
const spacing = 1 / 32 // s between remembered places
const lifetime = points * spacing
const forgetAfter = 1 // s

export class Trails {
  readonly #bySlot = new Int32Array(slots).fill(-1) // ship ids
  readonly #byShip = new Map<number, number>()
  readonly #x = new Float32Array(slots * points)
  readonly #y = new Float32Array(slots * points)
  readonly #born = new Float64Array(slots * points)
  readonly #power = new Float32Array(slots * points) // how hard the engine pushed there
  readonly #head = new Int32Array(slots)
  readonly #filled = new Int32Array(slots)
  readonly #seen = new Float64Array(slots)
  readonly #free: number[] = Array.from({ length: slots }, (_, i) => slots - 1 - i)

  /** Where a ship was last, for what flies after it; -1 when it is unknown. */
  slotOf(ship: number): number {
    return this.#byShip.get(ship) ?? -1
  }

  headX(slot: number): number {
    return this.#x[slot * points + this.#head[slot]!]!
  }

  headY(slot: number): number {
    return this.#y[slot * points + this.#head[slot]!]!
  }

  remember(frame: Frame): void {
    const { ships, time } = frame.shown
    for (let i = 0; i < ships.count; i++) {
      const ship = ships.items[i]!
      const slot = this.#claim(ship.id, time)
      if (slot < 0) continue
      const power = ship.fade * (0.12 + (ship.boost ? 1 : 0.75) * ship.thrust)
      this.#note(slot, ship.x, ship.y, power, time)
    }
    for (let slot = 0; slot < slots; slot++) {
      if (this.#bySlot[slot]! >= 0 && time - this.#seen[slot]! > forgetAfter) this.#release(slot)
    }
  }

  draw(frame: Frame): void {
    const { ships, time } = frame.shown
    for (let i = 0; i < ships.count; i++) {
      const ship = ships.items[i]!
      const slot = this.#byShip.get(ship.id)
      if (slot === undefined || !frame.camera.sees(ship.x, ship.y, 500)) continue
      frame.batch.ink(hueInk(ship.hue), 1, (ship.own ? 1.5 : 1.9) * hueGain(ship.hue)).shape(kinds.ribbon)
      this.#ribbon(frame, slot, time, ship.radius * (ship.boost ? 0.42 : 0.32))
    }
  }

  clear(): void {
    for (let slot = 0; slot < slots; slot++) if (this.#bySlot[slot]! >= 0) this.#release(slot)
  }

  #claim(ship: number, time: number): number {
    let slot = this.#byShip.get(ship)
    if (slot === undefined) {
      slot = this.#free.pop()
      if (slot === undefined) return -1
      this.#byShip.set(ship, slot)
      this.#bySlot[slot] = ship
      this.#filled[slot] = 0
    }
    this.#seen[slot] = time
    return slot
  }

  #release(slot: number): void {
    this.#byShip.delete(this.#bySlot[slot]!)
    this.#bySlot[slot] = -1
    this.#free.push(slot)
  }

  // The head follows the ship; a new place is kept each time `spacing` has passed.
  #note(slot: number, x: number, y: number, power: number, time: number): void {
    const base = slot * points
    let head = this.#head[slot]!
    const filled = this.#filled[slot]!
    const far = filled > 0 && Math.hypot(x - this.#x[base + head]!, y - this.#y[base + head]!) > 260
    if (far || filled === 0) this.#filled[slot] = 1
    else if (time - this.#born[base + ((head + points - 1) % points)]! >= spacing || filled === 1) {
      head = (head + 1) % points
      this.#filled[slot] = Math.min(filled + 1, points)
    }
    this.#head[slot] = head
    this.#x[base + head] = x
    this.#y[base + head] = y
    this.#born[base + head] = time
    this.#power[base + head] = power
  }

  #ribbon(frame: Frame, slot: number, time: number, width: number): void {
    const base = slot * points
    const head = this.#head[slot]!
    const filled = this.#filled[slot]!
    let nx = 0
    let ny = 0
    let alpha = 0
    for (let k = 0; k + 1 < filled; k++) {
      const a = base + ((head - k + points) % points)
      const b = base + ((head - k - 1 + points) % points)
      const dx = this.#x[b]! - this.#x[a]!
      const dy = this.#y[b]! - this.#y[a]!
      const length = Math.hypot(dx, dy)
      if (length < 0.01) continue
      const left = Math.max(0, 1 - (time - this.#born[b]!) / lifetime)
      const w = width * (0.12 + 0.88 * left)
      const nx1 = (-dy / length) * w
      const ny1 = (dx / length) * w
      const alpha1 = left * Math.sqrt(left) * this.#power[b]!
      if (nx === 0 && ny === 0) {
        nx = nx1
        ny = ny1
        alpha = this.#power[a]!
      }
      frame.batch.strip(this.#x[a]!, this.#y[a]!, nx, ny, alpha, this.#x[b]!, this.#y[b]!, nx1, ny1, alpha1)
      nx = nx1
      ny = ny1
      alpha = alpha1
    }
  }
}
