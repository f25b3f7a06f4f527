// One thing as everybody believes it: a ship, rock or piece of ore in its slot, or a bolt; the last course that
// was told of it, and where that course has led since. What is only for the eye is kept in its `Trail`.

import type { Catalog } from './catalog.ts'
import { driveOf, gunOf, lifeOf, weaponAt } from './catalog.ts'
import { drift, dt, move, table } from './flight.ts'
import type { Body, Drive } from './flight.ts'
import { CellSize, CellsAcross, Nobody, ShipBoosting, ShipPower, SpaceHalf } from '../net/protocol.gen.ts'
import { roundPos } from './quant.ts'
import { Trail } from './trail.ts'

export const kindShip = 1
export const kindRock = 2
export const kindOre = 3
export const kindBolt = 4

const noDrive: Drive = { accel: 0, drag: 0, boost: 1, boostCost: 0, beamCost: 0, regen: 0, energyMax: 0 }

export class Thing implements Body {
  slot = Nobody // bolts have none: they are known by owner and born
  gen = 0
  kind = 0
  place = -1 // index among the living, -1 once it is gone

  // the belief
  x = 0
  y = 0
  vx = 0
  vy = 0
  energy = 0
  cool = 0
  move = 0
  aim = 0 // 1/256 turns
  flags = 0
  drive: Drive = noDrive
  cell = 0 // of the position now
  lastCell = 0 // at the end of the last frame
  tickCell = 0 // at the end of the tick before this one; ships were there then:
  wasX = 0
  wasY = 0
  wasVx = 0
  wasVy = 0
  named = 0 // number of the last frame that told of it whole

  // a ship
  hull = 0
  gun = 0 // index into the weapons
  level = 0
  engine = 0
  reach = 0
  looks = 0
  left = 0 // of a ship: 63rds of the hull; of a rock: 255ths
  shield = 0 // 63rds
  hue = 0
  name = ''

  // a rock or a piece of ore
  radius = 0
  seed = 0
  rich = 0
  ore = 0

  // a bolt
  owner = Nobody
  dir = 0
  weapon = 0
  born = 0 // tick it was fired
  dies = 0 // last tick it flies
  speed = 0 // u a tick
  far = 0 // ticks it flies at most

  // for drawing only
  trail: Trail = noTrail
  endTick = -1 // tick at which it left, valid once place is -1
  why = 0 // it left
  fresh = false // it was made when it came; before that there is nothing to show
  shownSince = -1 // tick of the first picture of it, -1 before
  shownX = 0 // where the last picture had it
  shownY = 0
  hitAt = -1e9 // seconds
  hitAngle = 0
  coverTick = -1 // own bolts: tick at which something came in their way, as seen here
}

// Bolts fly straight and need no trail; nothing is ever noted in this one.
const noTrail = new Trail()

/** Moves a believed thing one tick. */
export function flyThing(t: Thing, c: Catalog): void {
  switch (t.kind) {
    case kindShip:
      move(t, t.move, t.flags & ShipPower, (t.flags & ShipBoosting) !== 0, t.drive)
      return
    case kindRock:
      settle(t, c.sector.rockDrag)
      return
    case kindOre:
      settle(t, c.sector.oreDrag)
      return
    case kindBolt:
      t.x += table[2 * t.dir]! * t.speed
      t.y += table[2 * t.dir + 1]! * t.speed
  }
}

// Moves a rock or a piece of ore one tick. Where it comes to rest, its place is rounded.
function settle(t: Thing, drag: number): void {
  drift(t, drag)
  if (t.vx !== 0 || t.vy !== 0) return
  t.x = roundPos(t.x)
  t.y = roundPos(t.y)
}

/** Readies a ship for flight after its hull or engine is known. */
export function fitShip(t: Thing, c: Catalog): void {
  t.drive = driveOf(c, t.hull, [t.engine])
  t.gun = gunOf(c, t.hull)
}

/** Readies a bolt for flight after its gun and range are known; `fired` is the tick it left the muzzle. */
export function fitBolt(t: Thing, c: Catalog, range: number, fired: number): void {
  t.speed = weaponAt(c, t.weapon).speed * dt
  t.vx = table[2 * t.dir]! * t.speed * 30
  t.vy = table[2 * t.dir + 1]! * t.speed * 30
  t.far = lifeOf(c, t.weapon, range)
  t.born = fired
  t.dies = fired + t.far
}

/** Puts a thing where a record says. */
export function unpack(t: Thing, x: number, y: number, vx: number, vy: number): void {
  t.x = x / 2
  t.y = y / 2
  t.vx = vx / 16
  t.vy = vy / 16
}

/** The cell of a point in u; points outside the space belong to the nearest cell. */
export function cellOf(x: number, y: number): number {
  return cellAlong(y) * CellsAcross + cellAlong(x)
}

function cellAlong(v: number): number {
  return Math.min(Math.max(Math.floor((v + SpaceHalf) / CellSize), 0), CellsAcross - 1)
}

const boltIds = 0x4000000 // above all ids made of slot and generation, and those of shots that are not told of yet

/** The id of a thing for drawing: never the same for two things that held a slot, or were fired, in turn. */
export function idOf(t: Readonly<{ slot: number; gen: number; owner?: number; born?: number }>): number {
  if (t.owner === undefined || t.born === undefined || t.slot !== Nobody) return t.slot | (t.gen << 16)
  return boltIds + (t.owner | ((t.born & 0xff) << 16))
}
