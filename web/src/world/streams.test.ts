// Streams of frames that Go recorded from worlds in full swing, with what every viewer must believe after each:
// this reader must believe the same, to the bit.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Reader } from '../net/msgpack.ts'
import { Beliefs } from './beliefs.ts'
import { readCatalog } from './catalog.ts'
import { Chronicle } from './chronicle.ts'
import { Predicted } from './predict.ts'

interface Told {
  slot: number
  kind: number
  [field: string]: unknown
}

interface Stream {
  catalog: unknown
  start?: number // the tick of the welcome, that of the first frame unless told
  frames: string[]
  after: { tick: number; things: Told[] }[]
}

const folder = new URL('../../../game/testdata/streams/', import.meta.url)
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : []

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

// Feeds a stream and says where belief and record part, '' when they never do.
function differs(stream: Stream): string {
  const catalog = readCatalog(stream.catalog)
  const chronicle = new Chronicle(catalog, new Predicted(catalog))
  const beliefs = new Beliefs(catalog, chronicle)
  chronicle.watch(beliefs)
  beliefs.clear(stream.start ?? stream.after[0]!.tick)
  const reader = new Reader()
  for (const [i, hex] of stream.frames.entries()) {
    reader.reset(bytesOf(hex))
    for (let type = reader.next(); type >= 0; type = reader.next()) beliefs.take(type, reader)
    beliefs.end()
    const want = stream.after[i]!
    if (beliefs.tick !== want.tick) return `frame ${i}: tick ${beliefs.tick}, not ${want.tick}`
    const slots = beliefs.living.map((t) => t.slot).sort((a, b) => a - b)
    const wanted = want.things.map((t) => t.slot).sort((a, b) => a - b)
    if (String(slots) !== String(wanted)) return `frame ${i}: slots ${parting(slots, wanted)}`
    for (const told of want.things) {
      const t = beliefs.find(told.slot) as unknown as Record<string, unknown>
      for (const [field, value] of Object.entries(told)) {
        if (!Object.is(t[field], value))
          return `frame ${i}, slot ${told.slot}: ${field} ${String(t[field])}, not ${String(value)}`
      }
    }
  }
  return ''
}

function parting(a: number[], b: number[]): string {
  return `too many ${a.filter((slot) => !b.includes(slot))}, missing ${b.filter((slot) => !a.includes(slot))}`
}

test('the folder of streams holds some', () => {
  if (existsSync(folder)) expect(files.length, folder.pathname).toBeGreaterThan(0)
})

test.each(files)('%s is believed as Go believes it', (file) => {
  const stream = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Stream
  expect(stream.frames.length).toBeGreaterThan(0)
  expect(stream.after).toHaveLength(stream.frames.length)
  expect(differs(stream)).toBe('')
})
