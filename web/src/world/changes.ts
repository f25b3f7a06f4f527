// Takes what changed: news of things that are known. What is told of others is skipped.

import type { Reader } from '../net/msgpack.ts'
import type { News } from '../net/news.ts'
import {
  BoltHue,
  FliesDir,
  FliesRange,
  HitRock,
  NewsAims,
  NewsChips,
  NewsCourses,
  NewsDrifts,
  NewsGone,
  NewsHits,
  NewsLooks,
  NewsShots,
  NewsShoves,
  NewsSwings,
  NewsTaken,
  NewsTurns,
  NewsVitals,
  NewsWears,
  SwingStep,
  newAim,
  newBoltState,
  newChip,
  newCourse,
  newDrift,
  newGone,
  newHit,
  newLook,
  newShot,
  newShove,
  newSwing,
  newTaken,
  newTurn,
  newVital,
  newWear,
  readAim,
  readChip,
  readCourse,
  readDrift,
  readGone,
  readHit,
  readLook,
  readShot,
  readShove,
  readSwing,
  readTaken,
  readTurn,
  readVital,
  readWear,
} from '../net/protocol.gen.ts'
import type { Catalog } from './catalog.ts'
import { weaponAt } from './catalog.ts'
import { table } from './flight.ts'
import type { Known } from './known.ts'
import { coarseStep, quantPos, roundPos, roundVel } from './quant.ts'
import type { States } from './states.ts'
import type { Thing } from './thing.ts'
import { cellOf, fitShip, flyThing, kindOre, kindRock, kindShip, unpack } from './thing.ts'
import { leftHit, leftTaken } from './witness.ts'

export class Changes {
  readonly #catalog: Catalog
  readonly #known: Known
  readonly #states: States
  // Records are read into these, one after another.
  readonly #look = newLook()
  readonly #swing = newSwing()
  readonly #turn = newTurn()
  readonly #shove = newShove()
  readonly #course = newCourse()
  readonly #drift = newDrift()
  readonly #shot = newShot()
  readonly #bolt = newBoltState() // what a shot says
  readonly #hit = newHit()
  readonly #chip = newChip()
  readonly #pick = newTaken()
  readonly #end = newGone()
  readonly #aim = newAim()
  readonly #vital = newVital()
  readonly #wear = newWear()

  constructor(catalog: Catalog, known: Known, states: States) {
    this.#catalog = catalog
    this.#known = known
    this.#states = states
  }

  /** Takes the current group, of a kind before NewsBolts. */
  take(r: Reader, n: News): void {
    switch (n.kind) {
      case NewsLooks:
        return this.#looks(r, n)
      case NewsSwings:
        return this.#swings(r, n)
      case NewsTurns:
        return this.#turns(r, n)
      case NewsShoves:
        return this.#shoves(r, n)
      case NewsCourses:
        return this.#courses(r, n)
      case NewsDrifts:
        return this.#drifts(r, n)
      case NewsShots:
        return this.#shots(r, n)
      case NewsHits:
        return this.#hits(r, n)
      case NewsChips:
        return this.#chips(r, n)
      case NewsTaken:
        return this.#picks(r, n)
      case NewsGone:
        return this.#ends(r, n)
      case NewsAims:
        return this.#aims(r, n)
      case NewsVitals:
        return this.#vitals(r, n)
      case NewsWears:
        return this.#wears(r, n)
    }
  }

  #looks(r: Reader, n: News): void {
    const l = this.#look
    while (n.left > 0) {
      n.passed(readLook(r, n.at, l))
      const t = this.#known.of(l.slot, kindShip)
      if (t === null) continue
      const level = t.level
      t.hull = l.hull
      t.level = l.level
      t.engine = l.drive
      t.reach = l.reach
      t.looks = l.flags
      fitShip(t, this.#catalog)
      if (level !== t.level) this.#known.witness.looked(t, level)
    }
  }

  #swings(r: Reader, n: News): void {
    const c = this.#swing
    while (n.left > 0) {
      n.passed(readSwing(r, n.at, c))
      const t = this.#known.of(c.slot, kindShip)
      if (t !== null) this.#steer(t, c.move * SwingStep, t.aim, t.flags)
    }
  }

  #turns(r: Reader, n: News): void {
    const c = this.#turn
    while (n.left > 0) {
      n.passed(readTurn(r, n.at, c))
      const t = this.#known.of(c.slot, kindShip)
      if (t !== null) this.#steer(t, c.move, c.aim, c.flags)
    }
  }

  // The new controls were held from the start of this tick on, so it is flown again.
  #steer(t: Thing, move: number, aim: number, flags: number): void {
    const flownX = t.x
    const flownY = t.y
    t.x = roundPos(t.wasX)
    t.y = roundPos(t.wasY)
    t.vx = roundVel(t.wasVx)
    t.vy = roundVel(t.wasVy)
    t.move = move
    t.aim = aim
    t.flags = flags
    flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
    this.#known.witness.steered(t, flownX, flownY)
  }

  #shoves(r: Reader, n: News): void {
    const s = this.#shove
    while (n.left > 0) {
      n.passed(readShove(r, n.at, s))
      const t = this.#known.of(s.slot, kindShip)
      if (t !== null) this.#put(t, quantPos(t.x) + s.dx, quantPos(t.y) + s.dy, s.vx * coarseStep, s.vy * coarseStep)
    }
  }

  #courses(r: Reader, n: News): void {
    const c = this.#course
    while (n.left > 0) {
      n.passed(readCourse(r, n.at, c))
      const t = this.#known.of(c.slot, kindShip)
      if (t === null) continue
      t.move = c.move
      t.aim = c.aim
      t.flags = c.flags
      this.#put(t, c.x, c.y, c.vx, c.vy)
    }
  }

  #drifts(r: Reader, n: News): void {
    const d = this.#drift
    while (n.left > 0) {
      n.passed(readDrift(r, n.at, d))
      const t = this.#known.find(d.slot)
      if (t !== null && (t.kind === kindRock || t.kind === kindOre)) this.#put(t, d.x, d.y, d.vx, d.vy)
    }
  }

  // Moves a belief to where it was told to be, and says where it was.
  #put(t: Thing, x: number, y: number, vx: number, vy: number): void {
    const wasX = t.x
    const wasY = t.y
    const wasVx = t.vx
    const wasVy = t.vy
    unpack(t, x, y, vx, vy)
    t.cell = cellOf(t.x, t.y)
    this.#known.witness.turned(t, wasX, wasY, wasVx, wasVy)
  }

  // The ship says where a bolt begins, which gun it left, and its colour.
  #shots(r: Reader, n: News): void {
    const s = this.#shot
    const b = this.#bolt
    while (n.left > 0) {
      n.passed(readShot(r, n.at, s))
      const t = this.#known.of(s.owner, kindShip)
      if (t === null || t.hull >= this.#catalog.hulls.length) continue
      const { muzzle } = weaponAt(this.#catalog, t.gun)
      const dir = s.dir & FliesDir
      b.owner = s.owner
      b.x = quantPos(t.x + table[2 * dir]! * muzzle)
      b.y = quantPos(t.y + table[2 * dir + 1]! * muzzle)
      b.flies = dir | (t.reach << FliesRange)
      b.kind = t.gun | (t.hue << BoltHue)
      this.#states.putBolt(b)
    }
  }

  #hits(r: Reader, n: News): void {
    const h = this.#hit
    while (n.left > 0) {
      n.passed(readHit(r, n.at, h))
      this.#struck(h.owner, h.age, h.kind, h.amount, this.#known.of(h.target, kindShip))
    }
  }

  #chips(r: Reader, n: News): void {
    const c = this.#chip
    while (n.left > 0) {
      n.passed(readChip(r, n.at, c))
      this.#struck(c.owner, c.age, HitRock, 0, null)
    }
  }

  // Ends the bolt that the ship in a slot fired so many ticks ago.
  #struck(owner: number, age: number, kind: number, amount: number, target: Thing | null): void {
    const bolt = this.#known.bolt(owner, this.#known.tick - age)
    this.#known.witness.hit(kind, amount, owner, bolt, target)
    if (bolt !== null) this.#known.drop(bolt, leftHit)
  }

  #picks(r: Reader, n: News): void {
    const p = this.#pick
    while (n.left > 0) {
      n.passed(readTaken(r, n.at, p))
      const t = this.#known.of(p.ore, kindOre)
      if (t === null) continue
      this.#known.witness.taken(t, this.#known.find(p.ship))
      this.#known.drop(t, leftTaken)
    }
  }

  #ends(r: Reader, n: News): void {
    const e = this.#end
    while (n.left > 0) {
      n.passed(readGone(r, n.at, e))
      const t = this.#known.find(e.slot)
      if (t !== null) this.#known.drop(t, e.cause)
    }
  }

  #aims(r: Reader, n: News): void {
    const a = this.#aim
    while (n.left > 0) {
      n.passed(readAim(r, n.at, a))
      const t = this.#known.of(a.slot, kindShip)
      if (t === null) continue
      t.aim = a.aim
      t.trail.turn(t.aim, t.flags)
    }
  }

  #vitals(r: Reader, n: News): void {
    const v = this.#vital
    while (n.left > 0) {
      n.passed(readVital(r, n.at, v))
      const t = this.#known.of(v.slot, kindShip)
      if (t === null) continue
      t.left = v.hull
      t.shield = v.shield
    }
  }

  #wears(r: Reader, n: News): void {
    const w = this.#wear
    while (n.left > 0) {
      n.passed(readWear(r, n.at, w))
      const t = this.#known.of(w.slot, kindRock)
      if (t !== null) t.left = w.left
    }
  }
}
