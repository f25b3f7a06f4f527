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
const mostSteps = 8 // strips between two remembered places
const bendPerStep = 0.12 // radians

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
  readonly #spline = new Float64Array(8) // the four places that shape a piece: x of each, then y of each
  readonly #end = { x: 0, y: 0, nx: 0, ny: 0, alpha: 0 } // of the ribbon so far
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

  // A cubic spline near the remembered places, so that no corner stays sharp; it leaves from the ship itself.
  #ribbon(frame: Frame, slot: number, time: number, width: number): void {
    const filled = this.#filled[slot]!
    let fresh = true
    for (let k = 0; k + 1 < filled; k++) {
      this.#aim(slot, k, filled)
      const leftA = this.#leftAt(slot, k, time)
      const leftB = this.#leftAt(slot, k + 1, time)
      const powerA = this.#power[this.#at(slot, k)]!
      const powerB = this.#power[this.#at(slot, k + 1)]!
      const steps = this.#stepsOf()
      if (steps === 0) continue
      for (let i = fresh ? 0 : 1; i <= steps; i++) {
        const t = i / steps
        const left = leftA + (leftB - leftA) * t
        const alpha = left * Math.sqrt(left) * (powerA + (powerB - powerA) * t)
        this.#lay(frame, t, width * (0.12 + 0.88 * left), alpha, !fresh)
        fresh = false
      }
    }
  }

  #at(slot: number, back: number): number {
    return slot * points + ((this.#head[slot]! - back + points) % points)
  }

  #leftAt(slot: number, back: number, time: number): number {
    return Math.max(0, 1 - (time - this.#born[this.#at(slot, back)]!) / lifetime)
  }

  // Loads the four places that shape the piece from the k-th place back to the next; beyond the ends they are mirrored.
  #aim(slot: number, k: number, filled: number): void {
    const near = this.#at(slot, k)
    const far = this.#at(slot, k + 1)
    const before = k > 0 ? this.#at(slot, k - 1) : -1
    const after = k + 2 < filled ? this.#at(slot, k + 2) : -1
    for (let c = 0; c < 8; c += 4) {
      const from = c === 0 ? this.#x : this.#y
      this.#spline[c + 1] = from[near]!
      this.#spline[c + 2] = from[far]!
      this.#spline[c] = before < 0 ? 2 * from[near]! - from[far]! : from[before]!
      this.#spline[c + 3] = after < 0 ? 2 * from[far]! - from[near]! : from[after]!
    }
  }

  // How many straight pieces the bend wants; 0 where nothing has moved.
  #stepsOf(): number {
    const c = this.#spline
    const ax = c[2]! - c[0]!
    const ay = c[6]! - c[4]!
    const bx = c[3]! - c[1]!
    const by = c[7]! - c[5]!
    if (ax * ax + ay * ay < 1e-3 || Math.hypot(c[2]! - c[1]!, c[6]! - c[5]!) < 0.01) return 0
    const bend = Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by))
    return 1 + Math.min(mostSteps - 1, Math.floor(bend / bendPerStep))
  }

  // Goes on to the place `t` of the loaded piece, with a strip from the place before if there is one.
  #lay(frame: Frame, t: number, width: number, alpha: number, joined: boolean): void {
    const e = this.#end
    const x = curve(this.#spline, 0, t)
    const y = curve(this.#spline, 4, t)
    const dx = slope(this.#spline, 0, t)
    const dy = slope(this.#spline, 4, t)
    const scale = width / Math.max(1e-6, Math.hypot(dx, dy))
    const nx = -dy * scale
    const ny = dx * scale
    if (joined) frame.batch.strip(e.x, e.y, e.nx, e.ny, e.alpha, x, y, nx, ny, alpha)
    e.x = x
    e.y = y
    e.nx = nx
    e.ny = ny
    e.alpha = alpha
  }
}

/** A uniform cubic B-spline at 0..1 between the middle two of four numbers. */
export function curve(c: ArrayLike<number>, at: number, t: number): number {
  const u = 1 - t
  const sum =
    u * u * u * c[at]! +
    (3 * t * t * t - 6 * t * t + 4) * c[at + 1]! +
    (3 * u * u * u - 6 * u * u + 4) * c[at + 2]! +
    t * t * t * c[at + 3]!
  return sum / 6
}

function slope(c: ArrayLike<number>, at: number, t: number): number {
  const u = 1 - t
  return -u * u * c[at]! + (3 * t * t - 4 * t) * c[at + 1]! + (4 * u - 3 * u * u) * c[at + 2]! + t * t * c[at + 3]!
}
