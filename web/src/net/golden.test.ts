// The golden bytes that Go wrote, read and written here: the proof that both ends speak the same.

import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ProtocolError, Reader, Writer } from './msgpack.ts'
import { News } from './news.ts'
import * as wire from './protocol.gen.ts'

type Anything = Record<string, unknown>

interface Told {
  message?: string
  unknown?: unknown
  value?: unknown
}

interface Group {
  kind: string
  record: string
  records: Anything[]
}

interface Vector {
  name: string
  hex: string
  // a message, a record, a sequence of messages, or news
  message?: string
  record?: string
  direction?: 'up' | 'down'
  messages?: Told[]
  groups?: Group[]
  refused?: boolean // the groups are followed by what is none
  value: Anything
}

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

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hexOf(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
}

function decodeOne(r: Reader, name: string): unknown {
  const message = part<() => Anything>(`new${name}`)()
  part<(r: Reader, m: Anything) => void>(`decode${name}`)(r, message)
  return plain(message)
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

function readOne(r: Reader, name: string, at: number): { one: Anything; end: number } {
  const one = part<() => Anything>(`new${name}`)()
  return { one, end: part<(r: Reader, at: number, m: Anything) => number>(`read${name}`)(r, at, one) }
}

test('every golden record is read', () => {
  const seen = new Set<string>()
  for (const vector of vectors()) {
    if (vector.record === undefined) continue
    const name = upper(vector.record)
    seen.add(name)
    const { one, end } = readOne(readerOf(vector.hex), name, 0)
    expect(end, vector.name).toBe(vector.hex.length / 2)
    expect(one, vector.name).toEqual(vector.value)
  }
  const records = Object.keys(wire)
    .filter((key) => /^read[A-Z]/.test(key))
    .map((key) => key.slice(4))
  expect([...seen].sort()).toEqual(records.sort())
})

// Reads a group and compares it.
function expectGroup(r: Reader, n: News, want: Group, why: string): void {
  expect(n.group(), why).toBe(true)
  expect(n.kind, why).toBe(part<number>(`News${upper(want.kind)}`))
  expect(n.left, why).toBe(want.records.length)
  for (const record of want.records) {
    const { one, end } = readOne(r, upper(want.record), n.at)
    n.passed(end)
    expect(one, why).toEqual(record)
  }
}

// Walks what stands behind the groups of a vector: of that only the records of ships can be wrong within a group.
function walk(r: Reader, n: News): void {
  while (n.group()) while (n.left > 0) n.passed(readOne(r, 'ShipState', n.at).end)
}

test('golden news is walked group by group, and what is no news is refused', () => {
  const seen = new Set<number>()
  for (const { hex, groups, refused, name } of vectors()) {
    if (groups === undefined) continue
    // Behind the news stands more of the frame, which is not to be read.
    const bytes = bytesOf(`c0c0${hex}${'00'.repeat(64)}`)
    const r = new Reader()
    r.reset(bytes)
    const n = new News()
    n.begin(r, bytes.subarray(2, 2 + hex.length / 2))
    for (const group of groups) {
      expectGroup(r, n, group, name)
      seen.add(n.kind)
    }
    if (refused) expect(() => walk(r, n), name).toThrow(ProtocolError)
    else expect(n.group(), name).toBe(false)
  }
  expect(seen.size).toBe(wire.NewsKinds)
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
