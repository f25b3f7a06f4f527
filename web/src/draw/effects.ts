// The show made of things that happen: each happening becomes bits of light and matter, a jolt of the
// camera and perhaps a number. One seed gives one explosion, everywhere the same.

import type { Happening } from '../world/shown.ts'
import { Dice } from './dice.ts'
import type { Frame } from './frame.ts'
import type { Numbers } from './numbers.ts'
import { hueInk, inks } from './palette.ts'
import { bits, type Particles } from './particles.ts'

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>

export interface Lamp {
  x: number
  y: number
  reach: number // u
  colour: number // 0xBBGGRR
  power: number
  age: number // s
  life: number // s
}

const lampCount = 4
const turn = Math.PI * 2

export class Effects {
  /** Lights of explosions on what is near; those with `age >= life` are out. */
  readonly lamps: Lamp[] = Array.from({ length: lampCount }, () => ({
    x: 0,
    y: 0,
    reach: 1,
    colour: 0,
    power: 0,
    age: 1,
    life: 1,
  }))
  readonly #bits: Particles
  readonly #numbers: Numbers
  readonly #dice = new Dice()
  #many = 1 // share of the bits that this quality can afford
  #calm = false

  constructor(particles: Particles, numbers: Numbers) {
    this.#bits = particles
    this.#numbers = numbers
  }

  show(frame: Frame, happenings: readonly Happening[]): void {
    this.#many = frame.quality === 'low' ? 0.45 : frame.quality === 'medium' ? 0.8 : 1
    this.#calm = frame.reducedMotion
    for (let i = 0; i < happenings.length; i++) this.#one(frame, happenings[i]!)
  }

  step(dt: number): void {
    for (const lamp of this.lamps) lamp.age += dt
  }

  #one(frame: Frame, it: Happening): void {
    const near = frame.camera.sees(it.x, it.y, 260)
    if (!near && it.kind !== 'levelUp' && it.kind !== 'pickup') return
    switch (it.kind) {
      case 'shot':
        return this.#shot(it)
      case 'hit':
        return this.#hit(frame, it)
      case 'rockHit':
        return this.#rockHit(it)
      case 'rockBreak':
        return this.#rockBreak(it)
      case 'blast':
        return this.#blast(frame, it)
      case 'pickup':
        return this.#pickup(it)
      case 'bump':
        return this.#bump(frame, it)
      case 'spawn':
        return this.#spawn(it)
      case 'levelUp':
        return this.#levelUp(it)
    }
  }

  #shot(it: Of<'shot'>): void {
    const colour = hueInk(it.hue)
    const flash = this.#bits.add(bits.glow, it.x, it.y, colour, 0.09)
    this.#bits.size(flash, 20, 8, it.own ? 1.6 : 2.6)
    this.#dice.seed(it.x * 13 + it.y * 7)
    this.#sparks(it.x, it.y, colour, 2, it.angle, 0.5, 160, 1.3)
  }

  // A shield rings and throws cold light along its face; a hull spits fire and metal.
  #hit(frame: Frame, it: Of<'hit'>): void {
    if (it.harmless) return this.#glint(it)
    const weight = Math.min(1, it.amount / 40)
    this.#dice.seed(it.x * 31 + it.y * 17 + it.amount)
    if (it.shield) this.#shieldHit(it, weight)
    else this.#hullHit(it, weight)
    if (it.onOwn) frame.camera.jolt(0.2 + 0.5 * weight)
    if (it.byOwn || it.onOwn)
      this.#numbers.damage(it.x, it.y, it.amount, it.target, it.onOwn ? inks.danger : it.shield ? inks.ice : inks.gold)
  }

  // A shot at a ship that nothing can hurt yet: it is spent in a glint, without a number.
  #glint(it: Of<'hit'>): void {
    this.#dice.seed(it.x * 31 + it.y * 17)
    this.#sparks(it.x, it.y, inks.guard, 4, it.angle, 0.5, 180, 1.2)
    const flash = this.#bits.add(bits.glow, it.x, it.y, inks.guard, 0.1)
    this.#bits.size(flash, 16, 4, 1.4)
  }

  #shieldHit(it: Of<'hit'>, weight: number): void {
    this.#ring(it.x, it.y, inks.ice, 5, 26 + 26 * weight, 0.3, 1.3)
    this.#sparks(it.x, it.y, inks.ice, 4 + 6 * weight, it.angle + 1.35, 0.35, 300 + 140 * weight, 1.7)
    this.#sparks(it.x, it.y, inks.ice, 4 + 6 * weight, it.angle - 1.35, 0.35, 300 + 140 * weight, 1.7)
    const flash = this.#bits.add(bits.glow, it.x, it.y, inks.shield, 0.2)
    this.#bits.size(flash, 30 + 26 * weight, 14, 2.2)
  }

  #hullHit(it: Of<'hit'>, weight: number): void {
    this.#sparks(it.x, it.y, inks.spark, 7 + 10 * weight, it.angle, 0.8, 330 + 160 * weight, 2)
    this.#sparks(it.x, it.y, inks.ember, 4 + 6 * weight, it.angle, 1.4, 150, 1.6)
    this.#metal(it.x, it.y, inks.ember, 1 + 3 * weight, it.angle, 1.1, 6)
    this.#puffs(it.x, it.y, 2 + 3 * weight, 9, 40, 0.4)
    const flash = this.#bits.add(bits.glow, it.x, it.y, inks.fire, 0.16)
    this.#bits.size(flash, 26 + 22 * weight, 12, 2.6)
  }

  // Stone gives dust and chips that tumble away.
  #rockHit(it: Of<'rockHit'>): void {
    this.#dice.seed(it.x * 11 + it.y * 23)
    const colour = it.rich ? inks.ore : inks.spark
    this.#sparks(it.x, it.y, colour, 6, it.angle, 1, 240, 1.6)
    this.#chips(it.x, it.y, 3, it.angle, 1, 2.2, 4.6, it.rich, 150)
    this.#dust(it.x, it.y, 11, 3)
    const flash = this.#bits.add(bits.glow, it.x, it.y, colour, 0.12)
    this.#bits.size(flash, 22, 10, 1.6)
  }

  #rockBreak(it: Of<'rockBreak'>): void {
    this.#dice.seed(it.seed * 977 + it.x)
    const colour = it.rich ? inks.ore : inks.dust
    const r = it.radius
    this.#chips(it.x, it.y, 7 + r * 0.22, 0, Math.PI, r * 0.07, r * 0.24, it.rich, 190, r * 0.7)
    this.#chips(it.x, it.y, 10, 0, Math.PI, r * 0.03, r * 0.07, it.rich, 320, r * 0.4)
    this.#sparks(it.x, it.y, colour, 22, 0, Math.PI, 300, 2)
    this.#dust(it.x, it.y, r, 9)
    this.#ring(it.x, it.y, colour, r * 0.5, r * 2.3, 0.55, 1.2)
    this.#ring(it.x, it.y, inks.dust, r * 0.3, r * 1.6, 0.9, 0.5)
    const flash = this.#bits.add(bits.glow, it.x, it.y, it.rich ? inks.ore : inks.spark, 0.22)
    this.#bits.size(flash, r * 1.7, r * 1.1, 1.5)
    this.#light(it.x, it.y, r * 7, it.rich ? inks.ore : inks.spark, 1.3, 0.35)
  }

  // In layers: flash, fireball, two shock rings, sparks and hull; then smaller bursts, smoke and embers that stay.
  #blast(frame: Frame, it: Of<'blast'>): void {
    const r = it.radius * 1.3
    const hue = hueInk(it.hue)
    this.#dice.seed(it.seed)
    this.#smoke(it, r)
    this.#fireball(it, r)
    this.#sparks(it.x, it.y, inks.spark, 60, 0, Math.PI, 640, 2.6)
    this.#sparks(it.x, it.y, hue, 30, 0, Math.PI, 420, 2.2)
    this.#metal(it.x, it.y, hue, 14, 0, Math.PI, r * 0.23, it.vx * 0.5, it.vy * 0.5)
    this.#ring(it.x, it.y, inks.fire, r * 0.6, r * 6, 0.8, 3)
    this.#ring(it.x, it.y, hue, r * 0.3, r * 4.2, 1, 2.2)
    const flash = this.#bits.add(bits.glow, it.x, it.y, inks.white, this.#calm ? 0.5 : 0.24)
    this.#bits.size(flash, r * 5, r * 3, this.#calm ? 1 : 4)
    const core = this.#bits.add(bits.glow, it.x, it.y, inks.spark, 0.6)
    this.#bits.size(core, r * 1.9, r * 2.6, 1.7)
    const halo = this.#bits.add(bits.glow, it.x, it.y, inks.ember, 1.7)
    this.#bits.size(halo, r * 6, r * 8, 1.2)
    this.#aftermath(it, r)
    this.#light(it.x, it.y, r * 20, inks.fire, 3, 0.9)
    const far = Math.hypot(it.x - frame.shown.focusX, it.y - frame.shown.focusY)
    frame.camera.jolt(it.own ? 1 : Math.max(0, 0.55 - far / 1300))
  }

  #smoke(it: Of<'blast'>, r: number): void {
    const dice = this.#dice
    for (let i = 0; i < 7 * this.#many; i++) {
      const angle = dice.between(0, turn)
      const bit = this.#bits.add(bits.dust, it.x, it.y, inks.dust, dice.between(1.2, 2.2))
      this.#bits.push(bit, angle, r * dice.between(0.8, 3), 1.4)
      this.#bits.size(bit, r * 0.5, r * dice.between(1.3, 2.2), 0.8)
      this.#bits.turn[bit] = dice.between(0, turn)
      this.#bits.spin[bit] = dice.between(-0.4, 0.4)
      this.#bits.extra[bit] = i
    }
  }

  // What follows the blow: two or three smaller bursts, and embers that drift on and cool.
  #aftermath(it: Of<'blast'>, r: number): void {
    const dice = this.#dice
    for (let i = 0; i < 3 * this.#many; i++) {
      const angle = dice.between(0, turn)
      const x = it.x + Math.cos(angle) * r * 1.5 + it.vx * 0.2
      const y = it.y + Math.sin(angle) * r * 1.5 + it.vy * 0.2
      const pop = this.#bits.add(bits.glow, x, y, inks.fire, 0.3)
      this.#bits.size(pop, r * 0.8, r * 1.6, this.#calm ? 0.8 : 2.2)
      this.#bits.age[pop] = -0.14 * (i + 1)
    }
    for (let i = 0; i < 22 * this.#many; i++) {
      const bit = this.#bits.add(bits.spark, it.x, it.y, i % 3 === 0 ? inks.fire : inks.ember, dice.between(1, 2.1))
      this.#bits.push(bit, dice.between(0, turn), dice.between(30, 240), 1.3)
      this.#bits.size(bit, dice.between(1.6, 2.8), 1, dice.between(2, 4))
    }
  }

  #fireball(it: Of<'blast'>, r: number): void {
    const dice = this.#dice
    const puffs = Math.ceil(26 * (0.4 + 0.6 * this.#many))
    for (let i = 0; i < puffs; i++) {
      const angle = dice.between(0, turn)
      const out = Math.sqrt(dice.next())
      const reach = r * out * 1.5
      const bit = this.#bits.add(
        bits.fire,
        it.x + Math.cos(angle) * reach * 0.8,
        it.y + Math.sin(angle) * reach * 0.8,
        inks.white,
        dice.between(0.55, 1.35),
      )
      this.#bits.push(bit, angle, reach * 3.2, 2.4)
      this.#bits.vx[bit]! += it.vx * 0.4
      this.#bits.vy[bit]! += it.vy * 0.4
      this.#bits.size(bit, r * dice.between(0.35, 0.75), r * dice.between(0.9, 1.9), 1.3 - 0.95 * out)
      this.#bits.age[bit] = -dice.next() * 0.12
      this.#bits.turn[bit] = dice.between(0, turn)
      this.#bits.spin[bit] = dice.between(-0.8, 0.8)
      this.#bits.extra[bit] = i
    }
  }

  #pickup(it: Of<'pickup'>): void {
    const dice = this.#dice.seed(it.x * 3 + it.y * 5 + it.chain)
    const colour = it.ore > 0 ? inks.ore : inks.repair
    for (let i = 0; i < 1 + 2 * this.#many; i++) {
      const bit = this.#bits.add(bits.mote, it.x, it.y, colour, dice.between(0.22, 0.36))
      this.#bits.push(bit, dice.between(0, turn), dice.between(40, 150), 3)
      this.#bits.size(bit, i === 0 ? 9 : 5, 4, 1.4)
      this.#bits.spin[bit] = 12
      this.#bits.extra[bit] = it.ship
    }
    if (it.own && it.ore > 0) this.#numbers.gain(it.x, it.y, it.ore, it.chain, inks.ore)
  }

  #bump(frame: Frame, it: Of<'bump'>): void {
    const weight = Math.min(1, it.speed / 420)
    this.#dice.seed(it.x * 7 + it.y * 3)
    this.#sparks(it.x, it.y, inks.spark, 5 + 14 * weight, 0, Math.PI, 140 + 260 * weight, 1.6)
    this.#dust(it.x, it.y, 10 + 16 * weight, 3)
    if (it.own) frame.camera.jolt(0.12 + 0.55 * weight)
  }

  #spawn(it: Of<'spawn'>): void {
    const colour = hueInk(it.hue)
    this.#dice.seed(it.x + it.y)
    this.#ring(it.x, it.y, colour, 170, 14, 0.5, 1.8)
    this.#ring(it.x, it.y, inks.guard, 12, 120, 0.8, 1.4)
    const flash = this.#bits.add(bits.glow, it.x, it.y, colour, 0.7)
    this.#bits.size(flash, 120, 40, this.#calm ? 0.8 : 2.4)
    this.#sparks(it.x, it.y, colour, 20, 0, Math.PI, 240, 1.8)
  }

  #levelUp(it: Of<'levelUp'>): void {
    const colour = hueInk(it.hue)
    this.#dice.seed(it.x - it.y)
    for (let i = 0; i < 3; i++) {
      const bit = this.#ring(it.x, it.y, i === 1 ? inks.white : colour, 10, 110 + 30 * i, 0.7, 1.9)
      this.#bits.age[bit] = -0.1 * i
    }
    this.#sparks(it.x, it.y, colour, 26, 0, Math.PI, 260, 2)
  }

  // Sparks fly within `spread` radians to both sides of `angle`.
  #sparks(
    x: number,
    y: number,
    colour: number,
    count: number,
    angle: number,
    spread: number,
    speed: number,
    size: number,
  ): void {
    const dice = this.#dice
    for (let i = 0; i < count * this.#many; i++) {
      const bit = this.#bits.add(bits.spark, x, y, colour, dice.between(0.25, 0.75))
      this.#bits.push(bit, angle + dice.between(-spread, spread), speed * dice.between(0.25, 1.1), 2.4)
      this.#bits.size(bit, size * dice.between(0.8, 1.5), size * 0.5, dice.between(2, 4.5))
    }
  }

  // Torn pieces of hull, still hot; `vx` and `vy` are what they had before.
  #metal(
    x: number,
    y: number,
    colour: number,
    count: number,
    angle: number,
    spread: number,
    size: number,
    vx = 0,
    vy = 0,
  ): void {
    const dice = this.#dice
    for (let i = 0; i < count * this.#many; i++) {
      const bit = this.#bits.add(bits.shard, x, y, colour, dice.between(0.6, 1.9))
      this.#bits.push(bit, angle + dice.between(-spread, spread), dice.between(60, 300), 1)
      const own = size * dice.between(0.5, 1.5)
      this.#bits.size(bit, own, own * 0.8, 2)
      this.#bits.vx[bit]! += vx
      this.#bits.vy[bit]! += vy
      this.#bits.turn[bit] = dice.between(0, turn)
      this.#bits.spin[bit] = dice.between(-9, 9)
    }
  }

  // Pieces of rock, `least` to `most` u large, that begin within `reach` of the place.
  #chips(
    x: number,
    y: number,
    count: number,
    angle: number,
    spread: number,
    least: number,
    most: number,
    rich: boolean,
    speed: number,
    reach = 0,
  ): void {
    const dice = this.#dice
    for (let i = 0; i < Math.ceil(count * this.#many); i++) {
      const way = angle + dice.between(-spread, spread)
      const out = reach * dice.next()
      const life = dice.between(0.6, 1.6)
      const bit = this.#bits.add(bits.rubble, x + Math.cos(way) * out, y + Math.sin(way) * out, inks.ore, life)
      const size = dice.between(least, most)
      this.#bits.push(bit, way, speed * dice.between(0.16, 1), 1.1)
      this.#bits.size(bit, size, size, rich ? 0.9 : 0.15)
      this.#bits.spin[bit] = dice.between(-5, 5)
      this.#bits.extra[bit] = Math.floor(dice.next() * 256)
    }
  }

  #puffs(x: number, y: number, count: number, size: number, speed: number, life: number): void {
    const dice = this.#dice
    for (let i = 0; i < count * this.#many; i++) {
      const bit = this.#bits.add(bits.fire, x, y, inks.white, life * dice.between(0.7, 1.4))
      this.#bits.push(bit, dice.between(0, turn), speed * dice.next(), 2)
      this.#bits.size(bit, size * 0.6, size * dice.between(1.2, 2), 1)
      this.#bits.turn[bit] = dice.between(0, turn)
      this.#bits.extra[bit] = i
    }
  }

  #dust(x: number, y: number, r: number, count: number): void {
    const dice = this.#dice
    for (let i = 0; i < count * this.#many; i++) {
      const angle = dice.between(0, turn)
      const reach = r * dice.between(0.2, 0.8)
      const bit = this.#bits.add(
        bits.dust,
        x + Math.cos(angle) * reach,
        y + Math.sin(angle) * reach,
        inks.dust,
        dice.between(0.6, 1.3),
      )
      this.#bits.push(bit, angle, r * dice.between(0.4, 1.6), 1.6)
      this.#bits.size(bit, r * 0.25, r * dice.between(0.45, 0.85), 1.6)
      this.#bits.turn[bit] = dice.between(0, turn)
      this.#bits.extra[bit] = i
    }
  }

  #ring(x: number, y: number, colour: number, from: number, to: number, life: number, gain: number): number {
    const bit = this.#bits.add(bits.ring, x, y, colour, this.#calm ? life * 1.5 : life)
    this.#bits.size(bit, from, to, this.#calm ? gain * 0.5 : gain)
    this.#bits.extra[bit] = 0.5
    return bit
  }

  // The lamp that is nearest to its end gives way.
  #light(x: number, y: number, reach: number, colour: number, power: number, life: number): void {
    let slot = this.lamps[0]!
    for (const lamp of this.lamps) if (lamp.life - lamp.age < slot.life - slot.age) slot = lamp
    slot.x = x
    slot.y = y
    slot.reach = reach
    slot.colour = colour
    slot.power = this.#calm ? power * 0.5 : power
    slot.age = 0
    slot.life = life
  }
}
