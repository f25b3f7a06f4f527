// The golden bytes that Go wrote, read and written here: the proof that both ends speak the same.

import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Reader, Writer } from './msgpack.ts'
import type { Records } from './msgpack.ts'
import * as wire from './protocol.gen.ts'

interface Told {
  message?: string
  unknown?: unknown
  value?: unknown
}

interface Vector {
  name: string
  hex: string
  // a message, a record, or a sequence of messages
  message?: string
  record?: string
  direction?: 'up' | 'down'
  messages?: Told[]
  value: Record<string, unknown>
}

type Anything = Record<string, unknown>
type Module = Record<string, unknown>

const folder = new URL('../../../protocol/testdata/golden/', import.meta.url)

function vectors(): Vector[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const all = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[]
      return all.map((vector) => ({ ...vector, name: `${file}, ${vector.name}` }))
    })
}

const bytesOf = (hex: string): Uint8Array =>
  new Uint8Array(hex.match(/../g)?.map((two) => Number.parseInt(two, 16)) ?? [])
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const upper = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)
const part = <T>(name: string): T => {
  const found = (wire as Module)[name]
  if (found === undefined) throw new Error(`protocol.gen.ts has no ${name}`)
  return found as T
}

// Which record each bin of records holds, by the name of its field.
const recordOf: Record<string, string> = {
  courses: 'Course',
  aims: 'Aim',
  vitals: 'Vital',
  hits: 'Hit',
  gone: 'Gone',
  taken: 'Taken',
  drifts: 'Drift',
  wears: 'Wear',
  looks: 'Look',
  bolts: 'BoltState',
  shots: 'Shot',
  ships: 'ShipState',
  rocks: 'RockState',
  ores: 'OreState',
}

function plainRecords(r: Reader, field: string, list: Records): Anything[] {
  const name = recordOf[field]!
  const read = part<(r: Reader, at: number, m: Anything) => number>(`read${name}`)
  const all: Anything[] = []
  for (let at = list.at; at < list.end; ) {
    const one = part<() => Anything>(`new${name}`)()
    at = read(r, at, one)
    expect(at, `${field} keeps to its bin`).toBeLessThanOrEqual(list.end)
    all.push(one)
  }
  return all
}

function plain(r: Reader, value: unknown, field = ''): unknown {
  if (value instanceof Uint8Array) return hexOf(value)
  if (Array.isArray(value)) return value.map((one) => plain(r, one))
  if (typeof value !== 'object' || value === null) return value
  if ('at' in value && 'end' in value) return plainRecords(r, field, value as Records)
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(r, v, k)]))
}

function decodeOne(r: Reader, name: string): unknown {
  const message = part<() => Anything>(`new${name}`)()
  part<(r: Reader, m: Anything) => void>(`decode${name}`)(r, message)
  return plain(r, message)
}

function readerOf(hex: string): Reader {
  const r = new Reader()
  r.reset(bytesOf(hex))
  return r
}

function decode(name: string, hex: string): unknown {
  const r = readerOf(hex)
  expect(r.next()).toBe(part<number>(`ID${name}`))
  const message = decodeOne(r, name)
  expect(r.next(), 'nothing is left over').toBe(-1)
  return message
}

function encode(name: string, value: Anything): string {
  const message = part<() => Anything>(`new${name}`)()
  for (const [key, field] of Object.entries(value)) {
    message[key] = message[key] instanceof Uint8Array ? bytesOf(String(field)) : field
  }
  const w = new Writer()
  part<(w: Writer, m: Anything) => void>(`encode${name}`)(w, message)
  return hexOf(w.bytes())
}

const isDown = (name: string): boolean => `decode${name}` in wire

test('every golden message is read or written to the byte', () => {
  const seen = new Set<string>()
  for (const vector of vectors()) {
    if (vector.message === undefined) continue
    const name = upper(vector.message)
    seen.add(name)
    if (isDown(name)) expect(decode(name, vector.hex), vector.name).toEqual(vector.value)
    else expect(encode(name, vector.value), vector.name).toBe(vector.hex)
  }
  const messages = Object.keys(wire)
    .filter((key) => /^ID[A-Z]/.test(key))
    .map((key) => key.slice(2))
  expect([...seen].sort()).toEqual(messages.sort())
})

test('every golden record is read', () => {
  const seen = new Set<string>()
  for (const vector of vectors()) {
    if (vector.record === undefined) continue
    const name = upper(vector.record)
    seen.add(name)
    const one = part<() => Anything>(`new${name}`)()
    const end = part<(r: Reader, at: number, m: Anything) => number>(`read${name}`)(readerOf(vector.hex), 0, one)
    expect(end, vector.name).toBe(vector.hex.length / 2)
    expect(one, vector.name).toEqual(vector.value)
  }
  expect([...seen].sort()).toEqual([...new Set(Object.values(recordOf))].sort())
})

test('frames of a later version and in other forms are read', () => {
  const sequences = vectors().filter((vector) => vector.direction === 'down')
  expect(sequences.length).toBeGreaterThan(0)
  for (const vector of sequences) {
    const r = readerOf(vector.hex)
    for (const told of vector.messages ?? []) {
      const type = r.next()
      if (told.message === undefined) r.unknown()
      else {
        const name = upper(told.message)
        expect(type, vector.name).toBe(part<number>(`ID${name}`))
        expect(decodeOne(r, name), `${vector.name}, ${name}`).toEqual(told.value)
      }
    }
    expect(r.next(), vector.name).toBe(-1)
  }
})

test('a golden message cut short is refused', () => {
  for (const vector of vectors()) {
    const name = upper(vector.message ?? '')
    if (!isDown(name) || !vector.name.includes('typical')) continue
    for (let length = 0; length < vector.hex.length; length += 2) {
      expect(() => decode(name, vector.hex.slice(0, length)), `${vector.name} cut to ${length / 2} bytes`).toThrow()
    }
  }
})
