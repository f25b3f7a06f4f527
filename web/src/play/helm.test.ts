// What is flown here must be what the server flies from the inputs it hears, whatever the pictures do.

import { expect, test } from 'vitest'
import { ButtonBeam, ButtonBoost, ButtonFire, IDInput, IDPhase, PhaseFlying } from '../net/protocol.gen.ts'
import { driveOf, gunOf, periodOf } from '../world/catalog.ts'
import { step, trigger } from '../world/flight.ts'
import type { Body } from '../world/flight.ts'
import { catalog } from '../world/testing.ts'
import { Stage, tracks } from './testing.ts'

const firstTick = 506 // of the first `self`
const fields: readonly (keyof Body)[] = ['x', 'y', 'vx', 'vy', 'energy', 'cool']

// mulberry32
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The body at the end of each tick, by the inputs that were sent: each counts from its tick to the next one. */
function twin(inputs: readonly number[][], bornAt: number, until: number): Map<number, Body> {
  const body: Body = { x: 0, y: 0, vx: 0, vy: 0, energy: 100, cool: 0 }
  const drive = driveOf(catalog, 0, tracks)
  const period = periodOf(catalog, gunOf(catalog, 0), tracks)
  const states = new Map<number, Body>()
  let heard = 0
  let [move, power, buttons] = [0, 0, 0]
  for (let tick = bornAt + 1; tick <= until; tick++) {
    for (; heard < inputs.length && inputs[heard]![2]! <= tick; heard++) {
      const input = inputs[heard]!
      move = input[4]!
      power = input[5]!
      buttons = input[7]!
    }
    step(body, { move, power, boost: (buttons & ButtonBoost) !== 0, beam: (buttons & ButtonBeam) !== 0 }, drive)
    trigger(body, (buttons & ButtonFire) !== 0, period)
    states.set(tick, { ...body })
  }
  return states
}

/** Notes the own body at the end of every tick that is flown. */
function noteFlight(s: Stage): Map<number, Body> {
  const { own } = s.game
  const fly = own.fly.bind(own)
  const states = new Map<number, Body>()
  own.fly = (tick, held) => {
    fly(tick, held)
    states.set(tick, { ...own.body })
  }
  return states
}

function expectTwins(s: Stage, flown: Map<number, Body>, why: string, bornAt = firstTick): void {
  const truth = twin(s.of(IDInput), bornAt, Math.max(...flown.keys()))
  for (const [tick, body] of flown)
    for (const field of fields)
      expect(Object.is(body[field], truth.get(tick)![field]), `${why}, tick ${tick}, ${field}`).toBe(true)
}

function brings(s: Stage, tick: number, margin: number): void {
  const seq = s.of(IDInput).at(-1)?.[1] ?? 0
  s.brings(s.frame(tick).ack(seq, margin))
}

function turn(s: Stage, random: () => number): void {
  const angle = random() * 2 * Math.PI
  const power = random() < 0.2 ? 0 : random()
  s.held.moveX = power * Math.cos(angle)
  s.held.moveY = power * Math.sin(angle)
  s.held.aimX = Math.cos(7 * angle)
  s.held.aimY = Math.sin(7 * angle)
  s.held.fire = random() < 0.5
  s.held.boost = random() < 0.3
  s.held.beam = random() < 0.3
}

test('a picture that covers several ticks flies with the new controls only what it tells', () => {
  const s = new Stage()
  s.fly()
  const flown = noteFlight(s)
  s.held.moveX = 1
  s.now += 200
  s.game.frame(s.now)
  expect(flown.size, 'ticks of one picture').toBeGreaterThan(3)
  expectTwins(s, flown, 'one long picture')
})

test('the heartbeat repeats what was flown, not what is held since', () => {
  const s = new Stage()
  s.fly()
  const flown = noteFlight(s)
  s.run(400)
  s.held.moveX = 1
  const tick = s.game.own.tick
  s.now += 1
  s.game.frame(s.now)
  expect(s.game.own.tick, 'no tick was due').toBe(tick)
  brings(s, 518, 2)
  s.run(400)
  expectTwins(s, flown, 'heartbeat between ticks')
})

test('what came in a burst is acknowledged, also when no further frame comes', () => {
  const s = new Stage()
  s.fly()
  s.run(400)
  s.sent = []
  for (let tick = 519; tick <= 540; tick++) brings(s, tick, 2)
  s.run(300)
  const seen = s.of(IDInput).map((fields) => fields[3])
  expect(seen.at(-1), 'the newest tick acknowledged').toBe(540)
})

test('a ship that is taken back after a lost line is flown with nothing until the server hears more', () => {
  const s = new Stage()
  s.fly()
  s.held.moveX = 1
  s.held.boost = true
  s.run(400)
  s.game.line.cut()
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.sent = []
  const backAt = s.game.own.tick - 3
  s.welcome('test', true, backAt - 1)
  const born = { slot: 7, gen: 1, x: 0, y: 0, vx: 0, vy: 0, energy: 100, cool: 0, hull: 0, tracks }
  s.brings(s.frame(backAt).add(IDPhase, [PhaseFlying, 7]).self(born))
  const flown = noteFlight(s)
  s.run(400)
  expect(flown.size).toBeGreaterThan(8)
  expectTwins(s, flown, 'taken back', backAt)
})

test('what is flown is what the server flies by the inputs, at any pace of pictures', () => {
  for (let run = 0; run < 12; run++) {
    const seed = (Math.random() * 2 ** 31) | 0
    const random = dice(seed)
    const s = new Stage()
    s.fly()
    const flown = noteFlight(s)
    let nextFrame = s.now
    for (let picture = 0; picture < 250; picture++) {
      s.now += random() < 0.8 ? 4 + random() * 40 : 4 + random() * 246
      for (; nextFrame < s.now; nextFrame += (1000 / 30) * (1 + Math.floor(random() * 4)))
        brings(s, Math.floor(500 + (nextFrame - 1000) / (1000 / 30)), Math.floor(random() * 5) - 1)
      if (random() < 0.3) turn(s, random)
      s.game.frame(s.now)
    }
    expect(flown.size).toBeGreaterThan(200)
    expectTwins(s, flown, `seed ${seed}`)
  }
})
