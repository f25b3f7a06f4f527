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
  NewsOres,
  NewsRocks,
  NewsShips,
  NewsShots,
  NewsStill,
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
  turns: NewsTurns,
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

type Width = 1 | 2
type Layout = readonly (readonly [string, Width])[]

function record(layout: Layout, values: Readonly<Record<string, number>>): Uint8Array {
  const bytes: number[] = []
  for (const [name, width] of layout) {
    const value = values[name] ?? 0
    bytes.push(value & 0xff)
    if (width === 2) bytes.push((value >> 8) & 0xff)
  }
  return new Uint8Array(bytes)
}

const slot = ['slot', 2] as const
const gen = ['gen', 1] as const
const motion = [
  ['x', 2],
  ['y', 2],
  ['vx', 2],
  ['vy', 2],
] as const

const shipLayout: Layout = [
  slot,
  gen,
  ...motion,
  ['move', 1],
  ['aim', 1],
  ['flags', 1],
  ['age', 1],
  ['hull', 1],
  ['level', 1],
  ['drive', 1],
  ['looks', 1],
  ['left', 1],
  ['shield', 1],
  ['hue', 1],
]
const rockLayout: Layout = [slot, gen, ...motion, ['age', 1], ['radius', 1], ['seed', 1], ['rich', 1], ['left', 1]]
const oreLayout: Layout = [slot, gen, ...motion, ['age', 1], ['kind', 1]]
const stillLayout: Layout = [slot, gen, ['x', 2], ['y', 2], ['radius', 1], ['seed', 1], ['rich', 1], ['left', 1]]
const boltLayout: Layout = [
  ['owner', 2],
  ['x', 2],
  ['y', 2],
  ['flies', 2],
  ['age', 1],
  ['kind', 1],
]
const courseLayout: Layout = [slot, ...motion, ['move', 1], ['aim', 1], ['flags', 1]]
const turnLayout: Layout = [slot, ['move', 1], ['aim', 1], ['flags', 1]]
const lookLayout: Layout = [slot, ['hull', 1], ['level', 1], ['drive', 1], ['flags', 1]]
const hitLayout: Layout = [
  ['owner', 2],
  ['target', 2],
  ['age', 1],
  ['amount', 1],
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
export const course = (values: Values): Uint8Array => record(courseLayout, values)
export const turn = (values: Values): Uint8Array => record(turnLayout, values)
export const look = (values: Values): Uint8Array => record(lookLayout, values)

/** A BoltState; direction and range level as one number, see FliesDir. */
export const bolt = (values: Values): Uint8Array => record(boltLayout, values)
export const shot = (owner: number, flies: number): Uint8Array =>
  record(
    [
      ['owner', 2],
      ['flies', 2],
    ],
    { owner, flies },
  )

/** A hit by the bolt that the ship in slot `owner` fired so many ticks ago. */
export const hit = (owner: number, age: number, target: number, kind = 0): Uint8Array =>
  record(hitLayout, { owner, target, age: age | (kind << 6), amount: 9 })
export const chip = (owner: number, age: number): Uint8Array =>
  record(
    [
      ['owner', 2],
      ['age', 1],
    ],
    { owner, age: age | (2 << 6) },
  )
export const gone = (slot: number, cause: number): Uint8Array =>
  record(
    [
      ['slot', 2],
      ['cause', 1],
    ],
    { slot, cause },
  )
export const taken = (ore: number, ship: number): Uint8Array =>
  record(
    [
      ['ore', 2],
      ['ship', 2],
    ],
    { ore, ship },
  )
export const vital = (slot: number, hull: number, shield: number): Uint8Array =>
  record(
    [
      ['slot', 2],
      ['hull', 1],
      ['shield', 1],
    ],
    { slot, hull, shield },
  )
