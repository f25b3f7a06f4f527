// What everybody believes of the things in sight, exactly as PROTOCOL.md says in "A client handles a frame":
// the same bits as the server holds. It tells a witness what happens, and knows nothing of drawing.
// Start at `take`.

import type { Reader, Records } from '../net/msgpack.ts'
import {
  CellCount,
  CellsAcross,
  IDBorn,
  IDCellState,
  IDDelta,
  IDFrame,
  IDWindow,
  ShotHue,
  ShotRange,
  decodeBorn,
  decodeDelta,
  decodeFrame,
  decodeWindow,
  newAim,
  newBoltState,
  newBorn,
  newCourse,
  newDelta,
  newDrift,
  newFrame,
  newGone,
  newHit,
  newLook,
  newOreState,
  newRockState,
  newShot,
  newShipState,
  newTaken,
  newVital,
  newWear,
  newWindow,
  decodeCellState,
  readAim,
  readBoltState,
  readCourse,
  readDrift,
  readGone,
  readHit,
  readLook,
  readOreState,
  readRockState,
  readShot,
  readShipState,
  readTaken,
  readVital,
  readWear,
} from '../net/protocol.gen.ts'
import type { Frame } from '../net/protocol.gen.ts'
import type { Catalog } from './catalog.ts'
import { Trail } from './trail.ts'
import { Thing, cellOf, fitBolt, fitShip, flyThing, kindBolt, kindOre, kindRock, kindShip } from './thing.ts'
import { leftHit, leftReplaced, leftSight, leftSpent, leftTaken } from './witness.ts'
import type { Witness } from './witness.ts'

const fresh = 2 // ages up to this are of things made now, not only seen now

export class Beliefs {
  /** The tick that everything here is true for, -1 before the first frame. */
  tick = -1
  /** All known things in no order. */
  readonly living: Thing[] = []
  readonly frame: Frame = newFrame()
  readonly window = newWindow()
  readonly #catalog: Catalog
  readonly #witness: Witness
  readonly #bySlot: (Thing | null)[] = new Array<Thing | null>(65536).fill(null)
  readonly #stated = new Uint32Array(CellCount)
  #number = 0 // of the frame
  #open = false // a frame has begun
  #swept = false // it has a cell's whole state
  #hasWindow = false
  // Records are read into these, one after another.
  readonly #delta = newDelta()
  readonly #born = newBorn()
  readonly #course = newCourse()
  readonly #aim = newAim()
  readonly #vital = newVital()
  readonly #strike = newHit()
  readonly #gone = newGone()
  readonly #pick = newTaken()
  readonly #drift = newDrift()
  readonly #wear = newWear()
  readonly #look = newLook()
  readonly #ship = newShipState()
  readonly #rock = newRockState()
  readonly #ore = newOreState()
  readonly #bolt = newBoltState()
  readonly #shot = newShot()

  constructor(catalog: Catalog, witness: Witness) {
    this.#catalog = catalog
    this.#witness = witness
  }

  /** Forgets everything: a new line begins, near that tick. */
  clear(tick: number): void {
    while (this.living.length > 0) this.#drop(this.living[this.living.length - 1]!, leftSight)
    this.tick = tick
    this.#open = this.#hasWindow = false
  }

  find(slot: number): Thing | null {
    return this.#bySlot[slot] ?? null
  }

  /** Whether a point lies in the window. */
  seesPoint(x: number, y: number): boolean {
    return this.#sees(cellOf(x, y))
  }

  /** Takes one message if it is about the world; false if it is not. Call `end` after the last of a frame. */
  take(type: number, r: Reader): boolean {
    switch (type) {
      case IDFrame:
        this.#begin(r)
        return true
      case IDWindow:
        decodeWindow(r, this.window)
        this.#hasWindow = true
        return true
      case IDDelta:
        this.#change(r)
        return true
      case IDBorn:
        decodeBorn(r, this.#born)
        this.#states(r)
        return true
      case IDCellState:
        decodeCellState(r, this.#born)
        this.#stated[this.#born.cell] = this.#number
        this.#swept = true
        this.#states(r)
        return true
      default:
        return false
    }
  }

  /** Ends a frame: what a cell's state did not name is gone, and so is what is outside the window or came from there. */
  end(): void {
    if (!this.#open) return
    this.#open = false
    for (let i = this.living.length - 1; i >= 0; i--) {
      const t = this.living[i]!
      if (!this.#sees(t.cell) || this.#unnamed(t)) this.#drop(t, leftSight)
    }
  }

  #unnamed(t: Thing): boolean {
    if (t.named === this.#number) return false
    if (!this.#sees(t.tickCell)) return true // its cell has just left the window, and with it the news of it
    if (!this.#swept) return false
    return this.#stated[t.cell] === this.#number || this.#stated[t.lastCell] === this.#number
  }

  #begin(r: Reader): void {
    this.end()
    decodeFrame(r, this.frame)
    this.#number++
    this.#open = true
    this.#swept = false
    for (const t of this.living) t.lastCell = t.cell
    if (this.tick < 0) this.tick = this.frame.tick
    const tick = this.tick + (((this.frame.tick - this.tick) << 16) >> 16)
    while (this.tick < tick) this.#fly()
  }

  #fly(): void {
    this.tick++
    for (let i = this.living.length - 1; i >= 0; i--) {
      const t = this.living[i]!
      if (!this.#sees(t.cell)) {
        this.#drop(t, leftSight) // nobody tells what became of it there
        continue
      }
      t.tickCell = t.cell
      flyThing(t, this.#catalog)
      t.cell = cellOf(t.x, t.y)
      if (t.kind === kindBolt && this.tick > t.dies) this.#drop(t, leftSpent)
    }
    this.#witness.flown(this.tick)
  }

  #sees(cell: number): boolean {
    const x = cell % CellsAcross
    const y = (cell - x) / CellsAcross
    const w = this.window
    return this.#hasWindow && x >= w.x0 && x <= w.x1 && y >= w.y0 && y <= w.y1
  }

  #drop(t: Thing, why: number): void {
    const last = this.living.pop()!
    if (last !== t) {
      this.living[t.place] = last
      last.place = t.place
    }
    t.place = -1
    if (this.#bySlot[t.slot] === t) this.#bySlot[t.slot] = null
    this.#witness.left(t, why)
  }

  #change(r: Reader): void {
    const d = this.#delta
    decodeDelta(r, d)
    this.#shots(r, d.shots)
    this.#looks(r, d.looks)
    this.#courses(r, d.courses)
    this.#drifts(r, d.drifts)
    this.#conditions(r, d.aims, d.vitals, d.wears)
    this.#hits(r, d.hits)
    this.#takes(r, d.taken)
    this.#ends(r, d.gone)
  }

  #courses(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const c = this.#course
      at = readCourse(r, at, c)
      const t = this.find(c.slot)
      if (t === null || t.kind !== kindShip) continue
      t.move = c.move
      t.aim = c.aim
      t.flags = c.flags
      this.#put(t, c.x, c.y, c.vx, c.vy)
    }
  }

  #drifts(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const d = this.#drift
      at = readDrift(r, at, d)
      const t = this.find(d.slot)
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
    this.#witness.turned(t, wasX, wasY, wasVx, wasVy)
  }

  #conditions(r: Reader, aims: Records, vitals: Records, wears: Records): void {
    for (let at = aims.at; at < aims.end; ) {
      at = readAim(r, at, this.#aim)
      const t = this.find(this.#aim.slot)
      if (t === null || t.kind !== kindShip) continue
      t.aim = this.#aim.aim
      t.trail.turn(t.aim, t.flags)
    }
    for (let at = vitals.at; at < vitals.end; ) {
      at = readVital(r, at, this.#vital)
      const t = this.find(this.#vital.slot)
      if (t === null || t.kind !== kindShip) continue
      t.left = this.#vital.hull
      t.shield = this.#vital.shield
    }
    for (let at = wears.at; at < wears.end; ) {
      at = readWear(r, at, this.#wear)
      const t = this.find(this.#wear.slot)
      if (t !== null && t.kind === kindRock) t.left = this.#wear.left
    }
  }

  #looks(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const l = this.#look
      at = readLook(r, at, l)
      const t = this.find(l.slot)
      if (t === null || t.kind !== kindShip) continue
      const level = t.level
      t.hull = l.hull
      t.level = l.level
      t.engine = l.drive
      t.looks = l.flags
      fitShip(t, this.#catalog)
      if (level !== t.level) this.#witness.looked(t, level)
    }
  }

  #hits(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      at = readHit(r, at, this.#strike)
      const bolt = this.find(this.#strike.bolt)
      const known = bolt !== null && bolt.kind === kindBolt ? bolt : null
      this.#witness.hit(this.#strike, known, this.find(this.#strike.target))
      if (known !== null) this.#drop(known, leftHit)
    }
  }

  #takes(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      at = readTaken(r, at, this.#pick)
      const t = this.find(this.#pick.ore)
      if (t === null || t.kind !== kindOre) continue
      this.#witness.taken(t, this.find(this.#pick.ship))
      this.#drop(t, leftTaken)
    }
  }

  #ends(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      at = readGone(r, at, this.#gone)
      const t = this.find(this.#gone.slot)
      if (t !== null) this.#drop(t, this.#gone.cause)
    }
  }

  // Born and CellState hold the same lists.
  #states(r: Reader): void {
    this.#bolts(r, this.#born.bolts)
    this.#ships(r, this.#born.ships)
    this.#rocks(r, this.#born.rocks)
    this.#ores(r, this.#born.ores)
  }

  #ships(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const s = this.#ship
      at = readShipState(r, at, s)
      if (at > list.end) r.fail('ends within a ship')
      const known = this.#known(s.slot, s.gen, kindShip)
      const t = known ?? this.#make(s.slot, s.gen, kindShip)
      t.move = s.move
      t.aim = s.aim
      t.flags = s.flags
      t.hull = s.hull
      const level = t.level
      t.level = s.level
      t.engine = s.drive
      t.looks = s.looks
      t.left = s.left
      t.shield = s.shield
      t.hue = s.hue
      t.name = s.name
      fitShip(t, this.#catalog)
      this.#place(t, known !== null, s.x, s.y, s.vx, s.vy, s.age)
      if (known !== null && level !== t.level) this.#witness.looked(t, level)
    }
  }

  #rocks(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const s = this.#rock
      at = readRockState(r, at, s)
      const known = this.#known(s.slot, s.gen, kindRock)
      const t = known ?? this.#make(s.slot, s.gen, kindRock)
      t.radius = s.radius
      t.seed = s.seed
      t.rich = s.rich
      t.left = s.left
      this.#place(t, known !== null, s.x, s.y, s.vx, s.vy, s.age)
    }
  }

  #ores(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      const s = this.#ore
      at = readOreState(r, at, s)
      const known = this.#known(s.slot, s.gen, kindOre)
      const t = known ?? this.#make(s.slot, s.gen, kindOre)
      t.ore = s.kind
      this.#place(t, known !== null, s.x, s.y, s.vx, s.vy, s.age)
    }
  }

  #shots(r: Reader, list: Records): void {
    const s = this.#bolt
    s.age = 0
    for (let at = list.at; at < list.end; ) {
      const shot = this.#shot
      at = readShot(r, at, shot)
      s.slot = shot.slot
      s.owner = shot.owner
      s.x = shot.x
      s.y = shot.y
      s.dir = shot.dir
      s.kind = shot.kind
      s.range = shot.range & ShotRange
      s.hue = shot.range >> ShotHue
      this.#putBolt()
    }
  }

  #bolts(r: Reader, list: Records): void {
    for (let at = list.at; at < list.end; ) {
      at = readBoltState(r, at, this.#bolt)
      this.#putBolt()
    }
  }

  #putBolt(): void {
    const s = this.#bolt
    const known = this.#known(s.slot, 0, kindBolt)
    const t = known ?? this.#make(s.slot, 0, kindBolt)
    t.owner = s.owner
    t.dir = s.dir & 1023
    t.weapon = s.kind
    t.hue = s.hue
    this.#place(t, known !== null, s.x, s.y, 0, 0, 0)
    fitBolt(t, this.#catalog, s.range, this.tick - s.age)
    for (let i = 0; i < s.age; i++) flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
    if (known === null) this.#witness.came(t, s.age <= fresh)
  }

  // The thing that holds the slot, if it is the same one.
  #known(slot: number, gen: number, kind: number): Thing | null {
    const t = this.find(slot)
    if (t === null) return null
    if (t.gen === gen && t.kind === kind) return t
    this.#drop(t, leftReplaced)
    return null
  }

  #make(slot: number, gen: number, kind: number): Thing {
    const t = new Thing()
    t.slot = slot
    t.gen = gen
    t.kind = kind
    if (kind !== kindBolt) t.trail = new Trail()
    t.place = this.living.length
    this.living.push(t)
    this.#bySlot[slot] = t
    return t
  }

  // Puts a thing where it was `age` ticks ago and flies it from there. Bolts tell of themselves later.
  #place(t: Thing, known: boolean, x: number, y: number, vx: number, vy: number, age: number): void {
    const wasX = t.x
    const wasY = t.y
    const wasVx = t.vx
    const wasVy = t.vy
    unpack(t, x, y, vx, vy)
    for (let i = 0; i < age; i++) flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
    t.named = this.#number
    if (t.kind === kindBolt) return
    if (known) this.#witness.turned(t, wasX, wasY, wasVx, wasVy)
    else this.#witness.came(t, age === 0 && !this.#swept)
  }
}

function unpack(t: Thing, x: number, y: number, vx: number, vy: number): void {
  t.x = x / 2
  t.y = y / 2
  t.vx = vx / 16
  t.vy = vy / 16
}
