// How long the core takes for what it does all the time. Run it with `make bench`. Budgets: a frame of 40
// ships decoded in 10 µs, world and picture far below the 3 ms of a picture.

import { bench, describe } from 'vitest'
import { Reader } from '../src/net/msgpack.ts'
import { News } from '../src/net/news.ts'
import {
  NewsTurns,
  decodeFrame,
  newFrame,
  newTurn,
  newVital,
  readTurn,
  readVital,
} from '../src/net/protocol.gen.ts'
import { Beliefs } from '../src/world/beliefs.ts'
import { Chronicle } from '../src/world/chronicle.ts'
import type { Moment } from '../src/world/moment.ts'
import { Picture } from '../src/world/picture.ts'
import { Predicted } from '../src/world/predict.ts'
import { FrameMaker, catalog, course, rock, ship, shot, turn, vital, windowOf } from '../src/world/testing.ts'

const slots = Array.from({ length: 40 }, (_, i) => i)
const rocks = Array.from({ length: 120 }, (_, i) => rock({ slot: 100 + i, x: i * 4, y: i * 3, vx: 16 * 20, radius: 40 }))
const courses = slots.map((slot) => course({ slot, x: slot * 20, y: 40, vx: 1600, flags: 15 }))
const turns = slots.map((slot) => turn({ slot, move: slot, flags: 15 }))
const vitals = slots.map((slot) => vital(slot, 50, 25))
const shots = slots.slice(0, 8).map((slot) => shot(slot, slot * 25))

const opening = new FrameMaker()
  .frame(1, { ships: slots.map((slot) => ship({ slot, flags: 15 }, 'Pilot')), rocks })
  .sees(windowOf(3000))
  .bytes()
const told = new FrameMaker().frame(1, { turns, vitals }).bytes()
const busy = new FrameMaker().frame(1, { turns, courses, shots, vitals }).bytes()

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
    chronicle.tell(beliefs.tick, 0) // as a picture would
    chronicle.clear()
  }
  beliefs.clear(0x7ffe)
  feed(opening)
  if (beliefs.living.length !== slots.length + rocks.length) throw new Error(`${beliefs.living.length} things are known`)
  feed(busy)
  return { beliefs, picture, feed }
}

describe('a frame with news of 40 ships', () => {
  const reader = new Reader()
  const frame = newFrame()
  const news = new News()
  const oneTurn = newTurn()
  const oneVital = newVital()
  bench('decode', () => {
    reader.reset(told)
    reader.next()
    decodeFrame(reader, frame)
    news.begin(reader, frame.news)
    while (news.group()) {
      while (news.left > 0) {
        if (news.kind === NewsTurns) news.passed(readTurn(reader, news.at, oneTurn))
        else news.passed(readVital(reader, news.at, oneVital))
      }
    }
  })

  const { feed, beliefs } = world()
  bench('take, with 40 ships, 120 rocks and 200 bolts flown a tick', () => {
    feed(busy)
    if (beliefs.living.length < slots.length + rocks.length) throw new Error(`${beliefs.living.length} things are known`)
  })
})

describe('a picture', () => {
  const { picture } = world()
  const body = { x: 0, y: 0, vx: 0, vy: 0, energy: 0, cool: 0 }
  const moment: Moment = { render: 0x7fff, predict: 0x8002, seconds: 0, dt: 0.016, aim: 0, thrust: 0, thrustAngle: 0, silent: 0, own: body }
  bench('fill 40 ships and 120 rocks, flown on 3 ticks', () => {
    moment.render = 0x8002 + 0.5
    moment.seconds += 0.016
    picture.fill(moment)
  })
})
