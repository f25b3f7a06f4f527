// Takes whole things: they replace what was known of them.

import type { Reader } from '../net/msgpack.ts'
import type { News } from '../net/news.ts'
import {
  BoltHue,
  BoltWeapon,
  FliesDir,
  FliesRange,
  NewsBolts,
  NewsLying,
  NewsOres,
  NewsRocks,
  NewsShips,
  NewsStill,
  Nobody,
  newBoltState,
  newLyingState,
  newOreState,
  newRockState,
  newShipState,
  newStillState,
  readBoltState,
  readLyingState,
  readOreState,
  readRockState,
  readShipState,
  readStillState,
} from '../net/protocol.gen.ts'
import type { BoltState, StillState } from '../net/protocol.gen.ts'
import type { Catalog } from './catalog.ts'
import type { Known } from './known.ts'
import { Names } from './names.ts'
import type { Thing } from './thing.ts'
import { cellOf, fitBolt, fitShip, flyThing, kindOre, kindRock, kindShip, unpack } from './thing.ts'

const fresh = 2 // ticks; bolts of this age were fired now, not only seen now

export class States {
  readonly #catalog: Catalog
  readonly #known: Known
  readonly #names = new Names()
  // Records are read into these, one after another.
  readonly #ship = newShipState()
  readonly #rock = newRockState()
  readonly #still = newStillState()
  readonly #ore = newOreState()
  readonly #laid = newLyingState()
  readonly #bolt = newBoltState()

  constructor(catalog: Catalog, known: Known) {
    this.#catalog = catalog
    this.#known = known
  }

  /** A new line begins. */
  clear(): void {
    this.#names.clear()
  }

  /** Takes the current group, of a kind from NewsBolts on. */
  take(r: Reader, n: News): void {
    switch (n.kind) {
      case NewsBolts:
        return this.#bolts(r, n)
      case NewsShips:
        return this.#ships(r, n)
      case NewsRocks:
        return this.#rocks(r, n)
      case NewsStill:
        return this.#stills(r, n)
      case NewsOres:
        return this.#ores(r, n)
      case NewsLying:
        return this.#lying(r, n)
    }
  }

  #ships(r: Reader, n: News): void {
    const s = this.#ship
    while (n.left > 0) {
      n.passed(readShipState(r, n.at, s))
      const known = this.#same(r, s.slot, s.gen, kindShip)
      const t = known ?? this.#known.make(s.slot, s.gen, kindShip)
      const level = t.level
      t.move = s.move
      t.aim = s.aim
      t.flags = s.flags
      t.hull = s.hull
      t.level = s.level
      t.engine = s.drive
      t.reach = s.reach
      t.looks = s.looks
      t.left = s.left
      t.shield = s.shield
      t.hue = s.hue
      t.name = this.#names.of(s.slot, s.gen, s.name)
      fitShip(t, this.#catalog)
      this.#place(t, known !== null, s.x, s.y, s.vx, s.vy, s.age)
      if (known !== null && level !== t.level) this.#known.witness.looked(t, level)
    }
  }

  #rocks(r: Reader, n: News): void {
    const s = this.#rock
    while (n.left > 0) {
      n.passed(readRockState(r, n.at, s))
      this.#putRock(r, s, s.vx, s.vy, s.age)
    }
  }

  #stills(r: Reader, n: News): void {
    const s = this.#still
    while (n.left > 0) {
      n.passed(readStillState(r, n.at, s))
      this.#putRock(r, s, 0, 0, 0)
    }
  }

  #putRock(r: Reader, s: Readonly<StillState>, vx: number, vy: number, age: number): void {
    const known = this.#same(r, s.slot, s.gen, kindRock)
    const t = known ?? this.#known.make(s.slot, s.gen, kindRock)
    t.radius = s.radius
    t.seed = s.seed
    t.rich = s.rich
    t.left = s.left
    this.#place(t, known !== null, s.x, s.y, vx, vy, age)
  }

  #ores(r: Reader, n: News): void {
    const s = this.#ore
    while (n.left > 0) {
      n.passed(readOreState(r, n.at, s))
      const known = this.#same(r, s.slot, s.gen, kindOre)
      const t = known ?? this.#known.make(s.slot, s.gen, kindOre)
      t.ore = s.kind
      this.#place(t, known !== null, s.x, s.y, s.vx, s.vy, s.age)
    }
  }

  #lying(r: Reader, n: News): void {
    const s = this.#laid
    while (n.left > 0) {
      n.passed(readLyingState(r, n.at, s))
      const known = this.#same(r, s.slot, s.gen, kindOre)
      const t = known ?? this.#known.make(s.slot, s.gen, kindOre)
      t.ore = s.kind
      this.#place(t, known !== null, s.x, s.y, 0, 0, 0)
    }
  }

  // What the slot holds, if it is the same thing.
  #same(r: Reader, slot: number, gen: number, kind: number): Thing | null {
    if (slot === Nobody) r.fail('has a thing in the slot of nobody')
    return this.#known.same(slot, gen, kind)
  }

  // Puts a thing where it was `age` ticks ago and flies it from there.
  #place(t: Thing, known: boolean, x: number, y: number, vx: number, vy: number, age: number): void {
    const wasX = t.x
    const wasY = t.y
    const wasVx = t.vx
    const wasVy = t.vy
    unpack(t, x, y, vx, vy)
    for (let i = 0; i < age; i++) flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
    t.named = this.#known.frame
    if (known) this.#known.witness.turned(t, wasX, wasY, wasVx, wasVy)
    else this.#known.witness.came(t, age === 0 && !this.#known.whole)
  }

  #bolts(r: Reader, n: News): void {
    const s = this.#bolt
    while (n.left > 0) {
      n.passed(readBoltState(r, n.at, s))
      if ((s.kind & BoltWeapon) >= this.#catalog.weapons.length) r.fail('has a bolt of a weapon that does not exist')
      this.putBolt(s)
    }
  }

  /** Takes a bolt of a weapon that exists. */
  putBolt(s: Readonly<BoltState>): void {
    const born = this.#known.tick - s.age
    const known = this.#known.bolt(s.owner, born)
    const t = known ?? this.#known.makeBolt(s.owner)
    t.dir = s.flies & FliesDir
    t.weapon = s.kind & BoltWeapon
    t.hue = s.kind >> BoltHue
    unpack(t, s.x, s.y, 0, 0)
    fitBolt(t, this.#catalog, s.flies >> FliesRange, born)
    for (let i = 0; i < s.age; i++) flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
    t.named = this.#known.frame
    if (known === null) this.#known.witness.came(t, s.age <= fresh)
  }
}
