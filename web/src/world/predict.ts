// The own ship, flown here ahead of the server with the same arithmetic. While nothing disturbs it, it is
// exact and the server is silent; when `self` comes, its state is taken, the own controls since then are
// flown again, and the difference closes softly on the screen.

import type { Self } from '../net/protocol.gen.ts'
import { ButtonBeam, ButtonBoost, ButtonFire } from '../net/protocol.gen.ts'
import type { Catalog } from './catalog.ts'
import { driveOf, gunOf, lifeOf, periodOf, rangeLevel, weaponAt } from './catalog.ts'
import { burnBeam, burnBoost, dt, step, table, trigger } from './flight.ts'
import type { Body, Drive, Helm } from './flight.ts'

/** What the pilot holds, in the numbers that travel. */
export interface Controls {
  move: number // 1/256 turns
  power: number // 0..15
  aim: number // 1/1024 turns
  buttons: number
}

/** A shot of the own gun that the server has not told of yet. */
export interface Shot {
  id: number
  tick: number // fired at its end; -1: free
  x: number
  y: number
  vx: number // u/s
  vy: number
  far: number // ticks it flies
  coverTick: number // as Thing.coverTick
}

const kept = 512
const mask = kept - 1
const shotsKept = 64
const snapU = 400 // a wider gap is shown at once
const mostHealU = 14 // of a gap that closes from one picture to the next
const shotIds = 0x2000000 // above all ids made of slot and generation

export class Predicted {
  /** True from the first `self` of a life to its end. */
  flying = false
  slot = -1
  gen = -1
  hull = 0
  /** The body is at the end of this tick. */
  tick = 0
  readonly body: Body = { x: 0, y: 0, vx: 0, vy: 0, energy: 0, cool: 0 }
  drive: Drive
  /** Levels of the upgrade tracks, in the catalog's order. */
  tracks: Uint8Array = new Uint8Array(0)
  burn = 0
  /** What is shown less what is true, in u; closes by itself. */
  offX = 0
  offY = 0
  readonly shots: Shot[] = []
  corrections = 0
  lastCorrectionU = 0
  maxCorrectionU = 0
  /** Speed of the blow that the last `take` found, u/s. */
  blow = 0
  onShot: (shot: Shot) => void = () => undefined
  readonly #catalog: Catalog
  #gun = 0
  #period = 2
  #far = 0
  readonly #moves = new Uint8Array(kept)
  readonly #powers = new Uint8Array(kept)
  readonly #buttons = new Uint8Array(kept)
  readonly #helm: Helm = { move: 0, power: 0, boost: false, beam: false }
  readonly #ahead: Body = { x: 0, y: 0, vx: 0, vy: 0, energy: 0, cool: 0 }
  #nextShot = 0
  #fired = false // by the tick flown last

  constructor(catalog: Catalog) {
    this.#catalog = catalog
    this.drive = driveOf(catalog, 0, [])
    for (let i = 0; i < shotsKept; i++)
      this.shots.push({ id: 0, tick: -1, x: 0, y: 0, vx: 0, vy: 0, far: 0, coverTick: -1 })
  }

  /** The ship is gone, or the line is: nothing is flown until the next `self`. */
  stop(): void {
    this.flying = false
    this.offX = this.offY = 0
    for (const shot of this.shots) shot.tick = -1
  }

  /** Notes what is held in a tick and flies it if there is a ship. Ticks come one after another. */
  fly(tick: number, held: Readonly<Controls>): void {
    this.#moves[tick & mask] = held.move
    this.#powers[tick & mask] = held.power
    this.#buttons[tick & mask] = held.buttons
    if (!this.flying || tick <= this.tick) return
    while (this.tick < tick) this.#again(this.tick + 1)
    if (this.#fired) this.#shoot(tick, held.aim)
  }

  /** Takes the state that the server told for the end of `tick`, and flies the ticks after it again. */
  take(self: Readonly<Self>, tick: number): void {
    const b = this.body
    const known = this.flying && self.slot === this.slot && self.gen === this.gen
    const toTick = known ? Math.max(this.tick, tick) : tick
    const x = b.x
    const y = b.y
    const vx = b.vx
    const vy = b.vy
    this.#fit(self)
    b.x = self.x
    b.y = self.y
    b.vx = self.vx
    b.vy = self.vy
    b.energy = self.energy
    b.cool = self.cool
    this.tick = tick
    this.flying = true
    while (this.tick < toTick) this.#again(this.tick + 1)
    this.blow = known ? Math.hypot(b.vx - vx, b.vy - vy) : 0
    if (known) this.#correct(x - b.x, y - b.y)
    else this.offX = this.offY = 0
  }

  /** The state `share` of a tick further on, with the controls held now; the record is reused. */
  peek(share: number, held: Readonly<Controls>): Readonly<Body> {
    const a = this.#ahead
    const b = this.body
    a.x = b.x
    a.y = b.y
    a.vx = b.vx
    a.vy = b.vy
    a.energy = b.energy
    a.cool = b.cool
    this.#setHelm(held.move, held.power, held.buttons)
    this.burn = step(a, this.#helm, this.drive)
    a.x = b.x + (a.x - b.x) * share
    a.y = b.y + (a.y - b.y) * share
    return a
  }

  /** Lets the visible error close, by no more than the eye can follow; `seconds` since the last picture. */
  heal(seconds: number): void {
    const gap = Math.hypot(this.offX, this.offY)
    if (gap === 0) return
    const keep = Math.max(0.85 ** (seconds * 60), 1 - mostHealU / gap)
    this.offX *= keep
    this.offY *= keep
  }

  /** The server has told of the own bolt fired at that tick: gives back the shot it was, now free. */
  confirm(tick: number): Shot | null {
    for (const shot of this.shots) {
      if (shot.tick !== tick) continue
      shot.tick = -1
      return shot
    }
    return null
  }

  get boosting(): boolean {
    return (this.burn & burnBoost) !== 0
  }

  get mining(): boolean {
    return (this.burn & burnBeam) !== 0
  }

  // Flies one tick with the controls noted for it.
  #again(tick: number): void {
    const at = tick & mask
    const buttons = this.#buttons[at]!
    this.#setHelm(this.#moves[at]!, this.#powers[at]!, buttons)
    step(this.body, this.#helm, this.drive)
    this.#fired = trigger(this.body, (buttons & ButtonFire) !== 0, this.#period)
    this.tick = tick
  }

  #setHelm(move: number, power: number, buttons: number): void {
    this.#helm.move = move
    this.#helm.power = power
    this.#helm.boost = (buttons & ButtonBoost) !== 0
    this.#helm.beam = (buttons & ButtonBeam) !== 0
  }

  #fit(self: Readonly<Self>): void {
    this.slot = self.slot
    this.gen = self.gen
    this.hull = self.hull
    this.tracks = self.tracks.slice()
    this.drive = driveOf(this.#catalog, self.hull, self.tracks)
    this.#gun = gunOf(this.#catalog, self.hull)
    this.#period = periodOf(this.#catalog, this.#gun, self.tracks)
    this.#far = lifeOf(this.#catalog, this.#gun, rangeLevel(self.tracks))
  }

  #correct(dx: number, dy: number): void {
    const gap = Math.hypot(dx, dy)
    this.lastCorrectionU = gap
    if (gap === 0) return
    this.corrections++
    this.maxCorrectionU = Math.max(this.maxCorrectionU, gap)
    this.offX += dx
    this.offY += dy
    if (Math.hypot(this.offX, this.offY) > snapU) this.offX = this.offY = 0
  }

  #shoot(tick: number, aim: number): void {
    const gun = weaponAt(this.#catalog, this.#gun)
    const shot = this.shots[this.#nextShot++ % shotsKept]!
    const dx = table[2 * aim]!
    const dy = table[2 * aim + 1]!
    shot.id = shotIds + (tick & 0xffffff)
    shot.tick = tick
    shot.x = this.body.x + dx * gun.muzzle
    shot.y = this.body.y + dy * gun.muzzle
    shot.vx = dx * gun.speed * dt * 30
    shot.vy = dy * gun.speed * dt * 30
    shot.far = this.#far
    shot.coverTick = -1
    this.onShot(shot)
  }
}
