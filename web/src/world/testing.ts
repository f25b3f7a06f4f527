// Frames written by hand, for tests only: the parts of a frame as plain values, turned into bytes.

import beam from '../../../assets/catalog/beam.json' with { type: 'json' }
import growth from '../../../assets/catalog/growth.json' with { type: 'json' }
import hulls from '../../../assets/catalog/hulls.json' with { type: 'json' }
import sector from '../../../assets/catalog/sector.json' with { type: 'json' }
import weapons from '../../../assets/catalog/weapons.json' with { type: 'json' }
import { Writer } from '../net/msgpack.ts'
import { IDDelta, IDSelf } from '../net/protocol.gen.ts'
import type { Self } from '../net/protocol.gen.ts'
import { readCatalog } from './catalog.ts'

/** The game's own numbers. */
export const catalog = readCatalog({ hash: 'test', sector, hulls, weapons, beam, growth })

type Field = number | string | null | Uint8Array | Uint8Array[]

const deltaLists = [
  'shots',
  'courses',
  'hits',
  'aims',
  'drifts',
  'wears',
  'vitals',
  'taken',
  'gone',
  'looks',
] as const

/** Builds one WebSocket message. Lists of records become bins, null stays nil. */
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

  /** What changed in a cell; lists that are not named are nil. */
  delta(cell: number, lists: Partial<Record<(typeof deltaLists)[number], Uint8Array[]>>): this {
    return this.add(IDDelta, [cell, ...deltaLists.map((name) => lists[name] ?? null)])
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
    if (field === null) {
      this.#parts.push(0xc0)
      return
    }
    if (typeof field === 'number') w.int(field)
    else if (typeof field === 'string') w.string(field)
    else w.bin(Array.isArray(field) ? join(field) : field)
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
const boltLayout: Layout = [
  slot,
  ['owner', 2],
  ['x', 2],
  ['y', 2],
  ['dir', 2],
  ['age', 1],
  ['kind', 1],
  ['hue', 1],
  ['range', 1],
]
const courseLayout: Layout = [slot, ...motion, ['move', 1], ['aim', 1], ['flags', 1]]
const hitLayout: Layout = [
  ['bolt', 2],
  ['target', 2],
  ['amount', 1],
  ['kind', 1],
]

type Values = Record<string, number>

/** A ShipState; positions and speeds as they travel. */
export function ship(values: Values, name = ''): Uint8Array {
  const text = new TextEncoder().encode(name)
  return join([record(shipLayout, values), new Uint8Array([text.length]), text])
}

export const rock = (values: Values): Uint8Array => record(rockLayout, values)
export const ore = (values: Values): Uint8Array => record(oreLayout, values)
export const bolt = (values: Values): Uint8Array => record(boltLayout, values)
export const course = (values: Values): Uint8Array => record(courseLayout, values)
export const hit = (bolt: number, target: number): Uint8Array => record(hitLayout, { bolt, target, amount: 9 })
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
