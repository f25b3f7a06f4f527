// Frames written by hand, for tests only: the parts of a frame as plain values, turned into bytes.

import beam from '../../../assets/catalog/beam.json' with { type: 'json' }
import growth from '../../../assets/catalog/growth.json' with { type: 'json' }
import hulls from '../../../assets/catalog/hulls.json' with { type: 'json' }
import sector from '../../../assets/catalog/sector.json' with { type: 'json' }
import weapons from '../../../assets/catalog/weapons.json' with { type: 'json' }
import { Writer } from '../net/msgpack.ts'
import {
  CellsAcross,
  IDAck,
  IDAfar,
  IDCellState,
  IDDelta,
  IDFrame,
  IDSelf,
  IDWindow,
  NewsAims,
  NewsBolts,
  NewsChips,
  NewsCourses,
  NewsDrifts,
  NewsGone,
  NewsHits,
  NewsLooks,
  NewsLying,
  NewsOres,
  NewsRocks,
  NewsShips,
  NewsShots,
  NewsShoves,
  NewsStill,
  NewsSwings,
  NewsTaken,
  NewsTurns,
  NewsVitals,
  NewsWears,
} from '../net/protocol.gen.ts'
import type { Self } from '../net/protocol.gen.ts'
import { readCatalog } from './catalog.ts'
import { cellOf } from './thing.ts'

/** The game's own numbers. */
export const catalog = readCatalog({ hash: 'test', sector, hulls, weapons, beam, growth })

type Field = number | string | Uint8Array

const kinds = {
  looks: NewsLooks,
  swings: NewsSwings,
  turns: NewsTurns,
  shoves: NewsShoves,
  courses: NewsCourses,
  drifts: NewsDrifts,
  shots: NewsShots,
  hits: NewsHits,
  chips: NewsChips,
  taken: NewsTaken,
  gone: NewsGone,
  aims: NewsAims,
  vitals: NewsVitals,
  wears: NewsWears,
  bolts: NewsBolts,
  ships: NewsShips,
  rocks: NewsRocks,
  still: NewsStill,
  ores: NewsOres,
  lying: NewsLying,
}

/** Records by the kind of their groups. */
export type Records = Partial<Record<keyof typeof kinds, Uint8Array[]>>

const groupMost = 8

/** News as the server writes it: groups in the order of their kinds, as few as hold the records. */
export function news(records: Records): Uint8Array {
  const parts: Uint8Array[] = []
  for (const [name, kind] of Object.entries(kinds)) {
    const all = records[name as keyof typeof kinds] ?? []
    for (let from = 0; from < all.length; from += groupMost) {
      const group = all.slice(from, from + groupMost)
      parts.push(new Uint8Array([(kind << 3) | (group.length - 1)]), ...group)
    }
  }
  return join(parts)
}

/** The fields of a window around the middle of the space, so many u wide to each side, and its inner part. */
export function windowOf(half: number, innerHalf = half): number[] {
  const at = (u: number): number => cellOf(u, 0) % CellsAcross
  const sides = (u: number): number[] => [at(-u), at(-u), at(u), at(u)]
  return [...sides(half), ...sides(innerHalf)]
}

/** Builds one WebSocket message. */
export class FrameMaker {
  readonly #parts: number[] = []

  add(type: number, fields: Field[]): this {
    const w = new Writer()
    w.array(1 + fields.length)
    w.uint(type)
    this.#parts.push(...w.bytes())
    for (const field of fields) this.#field(field)
    return this
  }

  /** Begins a frame so many ticks after the one before, with its news. */
  frame(after: number, records: Records = {}): this {
    return this.add(IDFrame, [after, news(records)])
  }

  delta(records: Records): this {
    return this.add(IDDelta, [news(records)])
  }

  cell(cell: number, records: Records = {}): this {
    return this.add(IDCellState, [cell, news(records)])
  }

  sees(fields: number[]): this {
    return this.add(IDWindow, fields)
  }

  ack(seq: number, margin: number): this {
    return this.add(IDAck, [seq, margin])
  }

  afar(...glances: Uint8Array[]): this {
    return this.add(IDAfar, [join(glances)])
  }

  /** Self is the one message with floats. */
  self(m: Self): this {
    const w = new Writer()
    w.array(11)
    for (const value of [IDSelf, m.slot, m.gen]) w.uint(value)
    for (const value of [m.x, m.y, m.vx, m.vy, m.energy]) w.float(value)
    for (const value of [m.cool, m.hull]) w.uint(value)
    w.bin(m.tracks)
    this.#parts.push(...w.bytes())
    return this
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#parts)
  }

  #field(field: Field): void {
    const w = new Writer()
    if (typeof field === 'number') w.int(field)
    else if (typeof field === 'string') w.string(field)
    else w.bin(field)
    this.#parts.push(...w.bytes())
  }
}

function join(parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}

// Names and bits of the fields in their order.
type Layout = readonly (readonly [string, number])[]

// Bits follow each other from the lowest on: so fields of whole bytes are little-endian too.
function record(layout: Layout, values: Readonly<Record<string, number>>): Uint8Array {
  const bytes: number[] = []
  let at = 0
  for (const [name, bits] of layout) {
    const value = values[name] ?? 0
    for (let i = 0; i < bits; i++, at++) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (((value >> i) & 1) << (at & 7))
  }
  return new Uint8Array(bytes)
}

const slot = ['slot', 16] as const
const berth = ['slot', 12] as const // of a ship
const gen = ['gen', 8] as const
const place = [
  ['x', 16],
  ['y', 16],
] as const
const motion = [...place, ['vx', 16], ['vy', 16]] as const
const steering = [
  ['move', 8],
  ['aim', 8],
  ['flags', 8],
] as const
const make = [
  ['hull', 8],
  ['level', 8],
  ['drive', 4],
  ['reach', 4],
] as const
const condition = [
  ['left', 6],
  ['shield', 6],
] as const
const rocky = [
  ['radius', 8],
  ['seed', 8],
  ['rich', 8],
  ['left', 8],
] as const

const shipLayout: Layout = [
  berth,
  ['looks', 4],
  gen,
  ...motion,
  ...steering,
  ['age', 8],
  ...make,
  ...condition,
  ['hue', 4],
]
const rockLayout: Layout = [slot, gen, ...motion, ['age', 8], ...rocky]
const stillLayout: Layout = [slot, gen, ...place, ...rocky]
const oreLayout: Layout = [slot, gen, ...motion, ['age', 8], ['kind', 8]]
const lyingLayout: Layout = [slot, gen, ...place, ['kind', 8]]
const boltLayout: Layout = [['owner', 16], ...place, ['flies', 16], ['age', 8], ['kind', 8]]
const courseLayout: Layout = [slot, ...motion, ...steering]
const turnLayout: Layout = [slot, ...steering]
const swingLayout: Layout = [berth, ['move', 4]]
const shoveLayout: Layout = [berth, ['dx', 6], ['dy', 6], ['vx', 12], ['vy', 12]]
const lookLayout: Layout = [slot, ...make, ['flags', 8]]
const glanceLayout: Layout = [berth, ['looks', 4], ...place, ['vx', 8], ['vy', 8], ['hull', 4], ['hue', 4]]
const shotLayout: Layout = [
  ['owner', 12],
  ['dir', 12],
]
const hitLayout: Layout = [
  ['owner', 12],
  ['target', 12],
  ['age', 6],
  ['kind', 2],
  ['amount', 8],
]
const chipLayout: Layout = [
  ['owner', 16],
  ['age', 8],
]
const goneLayout: Layout = [slot, ['cause', 8]]
const takenLayout: Layout = [
  ['ore', 16],
  ['ship', 16],
]

type Values = Record<string, number>

/** A ShipState; positions and speeds as they travel. */
export function ship(values: Values, name = ''): Uint8Array {
  const text = new TextEncoder().encode(name)
  return join([record(shipLayout, values), new Uint8Array([text.length]), text])
}

export const rock = (values: Values): Uint8Array => record(rockLayout, values)
export const still = (values: Values): Uint8Array => record(stillLayout, values)
export const ore = (values: Values): Uint8Array => record(oreLayout, values)
export const lying = (values: Values): Uint8Array => record(lyingLayout, values)
export const course = (values: Values): Uint8Array => record(courseLayout, values)
export const turn = (values: Values): Uint8Array => record(turnLayout, values)
export const swing = (slot: number, move: number): Uint8Array => record(swingLayout, { slot, move })
export const shove = (values: Values): Uint8Array => record(shoveLayout, values)
export const look = (values: Values): Uint8Array => record(lookLayout, values)
export const glance = (values: Values): Uint8Array => record(glanceLayout, values)

/** A BoltState; direction and range level as one number, see FliesDir. */
export const bolt = (values: Values): Uint8Array => record(boltLayout, values)
export const shot = (owner: number, dir: number): Uint8Array => record(shotLayout, { owner, dir })

/** A hit by the bolt that the ship in slot `owner` fired so many ticks ago. */
export const hit = (owner: number, age: number, target: number, kind = 0): Uint8Array =>
  record(hitLayout, { owner, target, age, kind, amount: 9 })
export const chip = (owner: number, age: number): Uint8Array => record(chipLayout, { owner, age })
export const gone = (slot: number, cause: number): Uint8Array => record(goneLayout, { slot, cause })
export const taken = (ore: number, ship: number): Uint8Array => record(takenLayout, { ore, ship })
export const vital = (slot: number, left: number, shield: number): Uint8Array =>
  record([berth, ...condition], { slot, left, shield })
