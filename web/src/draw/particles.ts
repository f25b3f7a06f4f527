// Short-lived bits of light and matter: a fixed pool of plain columns, no object per bit. A bit with a
// negative age waits. When the pool is full the newest bit takes the place of the oldest slot.

import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import type { Trails } from './trails.ts'

export const bits = { spark: 0, glow: 1, ring: 2, fire: 3, rubble: 4, shard: 5, mote: 6, dust: 7 } as const

const capacity = 2048
const columns = 14

export class Particles {
  count = 0
  readonly x: Float32Array
  readonly y: Float32Array
  readonly vx: Float32Array // u/s
  readonly vy: Float32Array
  readonly drag: Float32Array // 1/s
  readonly age: Float32Array // s
  readonly life: Float32Array // s
  readonly from: Float32Array // size at birth, u
  readonly to: Float32Array // size at death
  readonly turn: Float32Array // radians
  readonly spin: Float32Array // radians/s
  readonly gain: Float32Array
  readonly colour: Float32Array // 0xBBGGRR, exact in a float
  readonly kind: Float32Array
  readonly extra = new Float64Array(capacity) // what the kind wants: a seed, a ship's id, an opacity
  readonly #all: (Float32Array | Float64Array)[]
  #oldest = 0

  constructor() {
    const block = new Float32Array(capacity * columns)
    const column = (i: number) => block.subarray(i * capacity, (i + 1) * capacity)
    const all = Array.from({ length: columns }, (_, i) => column(i))
    this.#all = [...all, this.extra]
    this.x = all[0]!
    this.y = all[1]!
    this.vx = all[2]!
    this.vy = all[3]!
    this.drag = all[4]!
    this.age = all[5]!
    this.life = all[6]!
    this.from = all[7]!
    this.to = all[8]!
    this.turn = all[9]!
    this.spin = all[10]!
    this.gain = all[11]!
    this.colour = all[12]!
    this.kind = all[13]!
  }

  /** Claims a slot with sensible values; the caller sets what differs. Returns its index. */
  add(kind: number, x: number, y: number, colour: number, life: number): number {
    const i = this.count < capacity ? this.count++ : (this.#oldest = (this.#oldest + 1) % capacity)
    this.kind[i] = kind
    this.x[i] = x
    this.y[i] = y
    this.colour[i] = colour
    this.life[i] = life
    this.vx[i] = this.vy[i] = this.drag[i] = this.age[i] = this.turn[i] = this.spin[i] = this.extra[i] = 0
    this.from[i] = this.to[i] = 4
    this.gain[i] = 1
    return i
  }

  push(i: number, angle: number, speed: number, drag: number): void {
    this.vx[i]! += Math.cos(angle) * speed
    this.vy[i]! += Math.sin(angle) * speed
    this.drag[i] = drag
  }

  size(i: number, from: number, to: number, gain: number): void {
    this.from[i] = from
    this.to[i] = to
    this.gain[i] = gain
  }

  /** Ages and moves everything; motes chase the ship whose id they carry. */
  step(dt: number, trails: Trails): void {
    for (let i = 0; i < this.count; ) {
      const age = (this.age[i]! += dt)
      if (age >= this.life[i]!) {
        this.#remove(i)
        continue
      }
      if (age > 0) this.#move(i, dt, trails)
      i++
    }
  }

  draw(frame: Frame): void {
    for (let i = 0; i < this.count; i++) {
      const age = this.age[i]!
      if (age < 0) continue
      const reach = Math.max(this.from[i]!, this.to[i]!) * 2
      if (!frame.camera.sees(this.x[i]!, this.y[i]!, reach)) continue
      const t = age / this.life[i]!
      this.#paint(frame, i, t, this.from[i]! + (this.to[i]! - this.from[i]!) * (1 - (1 - t) * (1 - t)))
    }
  }

  clear(): void {
    this.count = 0
  }

  #move(i: number, dt: number, trails: Trails): void {
    if (this.kind[i] === bits.mote) this.#chase(i, dt, trails)
    const keep = Math.exp(-this.drag[i]! * dt)
    this.vx[i]! *= keep
    this.vy[i]! *= keep
    this.x[i]! += this.vx[i]! * dt
    this.y[i]! += this.vy[i]! * dt
    this.turn[i]! += this.spin[i]! * dt
  }

  #chase(i: number, dt: number, trails: Trails): void {
    const slot = trails.slotOf(this.extra[i]!)
    if (slot < 0) return
    const left = Math.max(this.life[i]! - this.age[i]!, dt)
    const pull = Math.min(1, (dt / left) * 1.6)
    this.x[i]! += (trails.headX(slot) - this.x[i]!) * pull
    this.y[i]! += (trails.headY(slot) - this.y[i]!) * pull
  }

  #remove(i: number): void {
    const last = --this.count
    for (const column of this.#all) column[i] = column[last]!
  }

  #paint(frame: Frame, i: number, t: number, size: number): void {
    const { batch, atlas } = frame
    const x = this.x[i]!
    const y = this.y[i]!
    const colour = this.colour[i]!
    const gain = this.gain[i]!
    const out = 1 - t
    switch (this.kind[i]) {
      case bits.spark: {
        const speed = Math.hypot(this.vx[i]!, this.vy[i]!)
        const length = Math.max(size * 1.2, Math.min(speed * 0.065, size * 20))
        batch.ink(colour, Math.min(1, out * 2), gain * out).shape(kinds.bolt, size / length)
        batch.put(x, y, length, size, Math.atan2(this.vy[i]!, this.vx[i]!))
        break
      }
      case bits.glow:
        batch
          .ink(colour, 1, gain * out * out)
          .shape(kinds.glow, this.extra[i]!)
          .upright(x, y, size, size)
        break
      case bits.ring:
        batch
          .ink(colour, 1, gain * out * out)
          .shape(kinds.ring, 0.02 + 0.09 * out, this.extra[i]! * out)
          .upright(x, y, size, size)
        break
      case bits.fire: // gain is the heat
        this.#cloud(frame, i, 0.1 + 0.86 * t * t, size, 1, gain * out ** 1.5)
        break
      case bits.dust:
        this.#cloud(frame, i, 0.3 + 0.66 * t, size, gain, 0)
        break
      case bits.rubble:
        batch.ink(colour, Math.min(1, out * 4), 1).shape(kinds.rock, gain * out, 0, 0.5 + 0.5 * out, 0.5)
        atlas.showRock(batch, this.extra[i]!)
        batch.put(x, y, this.from[i]!, this.from[i]!, this.turn[i]!)
        break
      case bits.shard:
        batch.ink(colour, Math.min(1, out * 3), gain).shape(kinds.shard, out * out)
        batch.put(x, y, size, size * 0.55, this.turn[i]!)
        break
      case bits.mote:
        batch
          .ink(colour, 1, gain)
          .shape(kinds.glow, 0.2)
          .upright(x, y, size * 2.4, size * 2.4)
        batch.ink(colour, 1, 2).shape(kinds.gem, 1)
        atlas.showGem(batch, 0)
        batch.put(x, y, size * (1 - 0.5 * t), size * (1 - 0.5 * t), this.turn[i]!)
    }
  }

  #cloud(frame: Frame, i: number, erosion: number, size: number, shine: number, heat: number): void {
    const { batch, atlas } = frame
    const out = 1 - this.age[i]! / this.life[i]!
    const cover = heat > 0 ? 0.75 * out : 0.5 * out
    batch.ink(this.colour[i]!, Math.min(1, out * 3), shine).shape(kinds.puff, erosion, cover, heat)
    atlas.showPuff(batch, this.extra[i]!)
    batch.put(this.x[i]!, this.y[i]!, size, size, this.turn[i]!)
  }
}
