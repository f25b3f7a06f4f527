// Streams of frames that Go recorded from worlds in full swing, with what every viewer must believe after each:
// this reader must believe the same, to the bit.

import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Reader } from '../net/msgpack.ts'
import { Nobody } from '../net/protocol.gen.ts'
import { Beliefs } from './beliefs.ts'
import { readCatalog } from './catalog.ts'
import { Chronicle } from './chronicle.ts'
import { Predicted } from './predict.ts'
import { kindBolt } from './thing.ts'
import type { Thing } from './thing.ts'

/** What is told of a thing after a frame: its slot, which bolts have none of, and now and then all its fields. */
interface Told {
  slot: number
  [field: string]: unknown
}

interface Stream {
  catalog: unknown
  tick0: number // before the first frame
  frames: string[]
  after: { tick: number; things: Told[] }[]
}

const folder = new URL('../../../game/testdata/streams/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

function beliefsOf(stream: Stream): { beliefs: Beliefs; take: (...frames: string[]) => void } {
  const catalog = readCatalog(stream.catalog)
  const chronicle = new Chronicle(catalog, new Predicted(catalog))
  const beliefs = new Beliefs(catalog, chronicle)
  chronicle.watch(beliefs)
  beliefs.clear(stream.tick0)
  const reader = new Reader()
  const take = (...frames: string[]): void => {
    reader.reset(bytesOf(frames.join('')))
    for (let type = reader.next(); type >= 0; type = reader.next()) beliefs.take(type, reader)
    beliefs.end()
  }
  return { beliefs, take }
}

// Where belief and record part, '' when they do not.
function differs(beliefs: Beliefs, want: Stream['after'][number]): string {
  if (beliefs.tick !== want.tick) return `tick ${beliefs.tick}, not ${want.tick}`
  const slots = beliefs.living.map((t) => t.slot).sort((a, b) => a - b)
  const wanted = want.things.map((t) => t.slot).sort((a, b) => a - b)
  if (String(slots) !== String(wanted)) return `slots ${parting(slots, wanted)}`
  const bolts = beliefs.living.filter((t) => t.kind === kindBolt)
  for (const told of want.things) {
    const t = told.slot === Nobody ? likest(bolts, told) : beliefs.find(told.slot)
    const wrong = fieldsOf(told).find((field) => !Object.is(fieldOf(t, field), told[field]))
    if (wrong !== undefined) return `slot ${told.slot}: ${wrong} ${fieldOf(t, wrong)}, not ${told[wrong]}`
  }
  return ''
}

const fieldsOf = (told: Told): string[] => Object.keys(told)
const fieldOf = (t: Thing | null, field: string): unknown => (t as unknown as Told | null)?.[field]

// Takes the bolt out of the list that agrees with the record in the most fields.
function likest(bolts: Thing[], told: Told): Thing | null {
  const alike = (t: Thing): number => fieldsOf(told).filter((field) => Object.is(fieldOf(t, field), told[field])).length
  bolts.sort((a, b) => alike(a) - alike(b))
  return bolts.pop() ?? null
}

function parting(a: number[], b: number[]): string {
  return `too many ${a.filter((slot) => !b.includes(slot))}, missing ${b.filter((slot) => !a.includes(slot))}`
}

const streamOf = (file: string): Stream => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Stream

test('the folder of streams holds some', () => {
  expect(files.length, folder.pathname).toBeGreaterThan(0)
})

test.each(files)('%s is believed as Go believes it', (file) => {
  const stream = streamOf(file)
  expect(stream.frames.length).toBeGreaterThan(0)
  expect(stream.after).toHaveLength(stream.frames.length)
  const { beliefs, take } = beliefsOf(stream)
  let things = 0
  for (const [i, frame] of stream.frames.entries()) {
    take(frame)
    expect(differs(beliefs, stream.after[i]!), `after frame ${i}`).toBe('')
    things += beliefs.living.length
  }
  expect(things).toBeGreaterThan(1000)
})

test.each(files)('%s is believed the same when several frames come as one message', (file) => {
  const stream = streamOf(file)
  const { beliefs, take } = beliefsOf(stream)
  for (let i = 0; i < stream.frames.length; ) {
    const many = 1 + ((i * 7) % 5)
    take(...stream.frames.slice(i, i + many))
    i = Math.min(i + many, stream.frames.length)
    expect(differs(beliefs, stream.after[i - 1]!), `after frame ${i - 1}`).toBe('')
  }
})
