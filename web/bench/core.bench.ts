// How long the core takes for what it does all the time. Run it with `make bench`. Budgets: a frame of 40
// ships decoded in 10 µs, world and picture far below the 3 ms of a picture.

import { bench, describe } from 'vitest'
import { Reader } from '../src/net/msgpack.ts'
import {
  CellsAcross,
  IDBorn,
  IDFrame,
  IDWindow,
  decodeDelta,
  decodeFrame,
  newCourse,
  newDelta,
  newFrame,
  newVital,
  readCourse,
  readVital,
} from '../src/net/protocol.gen.ts'
import { Beliefs } from '../src/world/beliefs.ts'
import { Chronicle } from '../src/world/chronicle.ts'
import type { Moment } from '../src/world/moment.ts'
import { Picture } from '../src/world/picture.ts'
import { Predicted } from '../src/world/predict.ts'
import { FrameMaker, catalog, course, rock, ship, vital } from '../src/world/testing.ts'
import { cellOf } from '../src/world/thing.ts'

const here = cellOf(0, 0)
const column = here % CellsAcross
const slots = Array.from({ length: 40 }, (_, i) => i)
const rocks = Array.from({ length: 120 }, (_, i) => rock({ slot: 100 + i, x: i * 4, y: i * 3, vx: 16 * 20, radius: 40 }))
const courses = slots.map((slot) => course({ slot, x: slot * 20, y: 40, vx: 1600, flags: 15 }))
const vitals = slots.map((slot) => vital(slot, 200, 100))

const opening = new FrameMaker()
  .add(IDFrame, [0x7fff, 0, 0])
  .add(IDWindow, [column - 3, column - 3, column + 3, column + 3])
  .add(IDBorn, [here, null, slots.map((slot) => ship({ slot, flags: 15 }, 'Pilot')), rocks, null])
  .bytes()
const busy = new FrameMaker().add(IDFrame, [0x8000, 0, 0]).delta(here, { courses, vitals }).bytes()

function world(): { beliefs: Beliefs; picture: Picture; feed: (bytes: Uint8Array) => void } {
  const own = new Predicted(catalog)
  const chronicle = new Chronicle(catalog, own)
  const beliefs = new Beliefs(catalog, chronicle)
  chronicle.watch(beliefs)
  const picture = new Picture(catalog, beliefs, chronicle, own)
  const reader = new Reader()
  const feed = (bytes: Uint8Array): void => {
    reader.reset(bytes)
    for (let type = reader.next(); type >= 0; type = reader.next()) beliefs.take(type, reader)
    beliefs.end()
  }
  beliefs.clear(0x7fff)
  feed(opening)
  if (beliefs.living.length !== slots.length + rocks.length) throw new Error(`${beliefs.living.length} things are known`)
  feed(busy)
  return { beliefs, picture, feed }
}

// The head of a frame is [0x94, 33, 0xcd, high, low, …] once its tick takes two bytes.
function stamp(frame: Uint8Array, tick: number): Uint8Array {
  frame[3] = (tick >> 8) | 0x80
  frame[4] = tick & 0xff
  return frame
}

describe('a frame with courses and conditions of 40 ships', () => {
  const reader = new Reader()
  const frame = newFrame()
  const delta = newDelta()
  const oneCourse = newCourse()
  const oneVital = newVital()
  bench('decode', () => {
    reader.reset(busy)
    reader.next()
    decodeFrame(reader, frame)
    reader.next()
    decodeDelta(reader, delta)
    for (let at = delta.courses.at; at < delta.courses.end; ) at = readCourse(reader, at, oneCourse)
    for (let at = delta.vitals.at; at < delta.vitals.end; ) at = readVital(reader, at, oneVital)
  })

  const { feed, beliefs } = world()
  let tick = 0
  bench('take, with 40 ships and 120 rocks flown a tick', () => {
    tick = (tick + 1) & 0x7fff
    if (tick === 0) beliefs.clear(0x7fff)
    if (beliefs.living.length === 0) feed(opening)
    feed(stamp(busy, tick))
  })
})

describe('a picture', () => {
  const { picture } = world()
  const body = { x: 0, y: 0, vx: 0, vy: 0, energy: 0, cool: 0 }
  const moment: Moment = { render: 0x7fff, predict: 0x8002, seconds: 0, dt: 0.016, aim: 0, thrust: 0, thrustAngle: 0, own: body }
  bench('fill 40 ships and 120 rocks, flown on 3 ticks', () => {
    moment.render = 0x8002 + 0.5
    moment.seconds += 0.016
    picture.fill(moment)
  })
})
