import { expect, test } from 'vitest'
import { ButtonFire, newSelf } from '../net/protocol.gen.ts'
import type { Self } from '../net/protocol.gen.ts'
import { driveOf, periodOf } from './catalog.ts'
import { step, trigger } from './flight.ts'
import type { Body } from './flight.ts'
import { Predicted } from './predict.ts'
import type { Controls, Shot } from './predict.ts'
import { catalog } from './testing.ts'

const tracks = new Uint8Array([2, 0, 0, 0, 1, 0, 0, 0])
const start: Body = { x: 10, y: -20, vx: 30, vy: 0, energy: 50, cool: 0 }
const selfOf = (b: Body, more: Partial<Self> = {}): Self => ({ ...newSelf(), slot: 7, gen: 1, tracks, ...b, ...more })

// The server's side: the same controls, tick by tick.
function server(held: (tick: number) => Controls, until: number, push?: { tick: number; vx: number }): Body[] {
  const body = { ...start }
  const drive = driveOf(catalog, 0, tracks)
  const states: Body[] = [{ ...body }]
  for (let tick = 1; tick <= until; tick++) {
    const h = held(tick)
    step(body, { move: h.move, power: h.power, boost: (h.buttons & 4) !== 0, beam: (h.buttons & 2) !== 0 }, drive)
    trigger(body, (h.buttons & ButtonFire) !== 0, periodOf(catalog, 0, tracks))
    if (push?.tick === tick) body.vx += push.vx
    states.push({ ...body })
  }
  return states
}

const wild = (tick: number): Controls => ({
  move: (Math.floor(tick / 7) * 91) & 255,
  power: Math.floor(tick / 5) % 16,
  aim: (tick * 13) & 1023,
  buttons: Math.floor(tick / 3) & 7,
})

test('undisturbed, the prediction is the server to the bit and nothing is corrected', () => {
  const truth = server(wild, 300)
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  for (let tick = 1; tick <= 300; tick++) {
    own.fly(tick, wild(tick))
    expect(own.body).toEqual(truth[tick])
    // What the server would say of eight ticks ago changes nothing.
    if (tick > 8) own.take(selfOf(truth[tick - 8]!), tick - 8)
    expect(own.body).toEqual(truth[tick])
  }
  expect(own.corrections).toBe(0)
  expect(own.offX).toBe(0)
})

test('a push is taken over, the own controls since then are flown again, the error closes softly', () => {
  const truth = server(wild, 100, { tick: 60, vx: 200 })
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  for (let tick = 1; tick <= 68; tick++) own.fly(tick, wild(tick))
  const seen = own.body.x + own.offX
  own.take(selfOf(truth[60]!), 60)
  expect(own.body).toEqual(truth[68])
  expect(own.corrections).toBe(1)
  expect(own.body.x + own.offX).toBeCloseTo(seen, 9)
  for (let i = 0; i < 60; i++) own.heal(1 / 60)
  expect(Math.abs(own.offX)).toBeLessThan(0.01)
  for (let tick = 69; tick <= 100; tick++) own.fly(tick, wild(tick))
  expect(own.body).toEqual(truth[100])
})

test('a far jump is shown at once', () => {
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  own.fly(1, wild(1))
  own.take(selfOf({ ...start, x: 900 }), 1)
  expect(own.offX).toBe(0)
  expect(own.lastCorrectionU).toBeGreaterThan(200)
})

test('a wide gap closes in steps that the eye can follow', () => {
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  own.fly(1, wild(1))
  own.take(selfOf({ ...start, x: 300 }), 1)
  let shown = own.offX
  expect(Math.abs(shown)).toBeGreaterThan(280)
  for (let picture = 0; picture < 40; picture++) {
    own.heal(1 / 60)
    expect(Math.abs(own.offX - shown)).toBeLessThan(24)
    shown = own.offX
  }
  expect(Math.abs(shown)).toBeLessThan(4)
})

test('a new ship is no correction', () => {
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  own.fly(1, wild(1))
  own.take(selfOf({ ...start, x: 900 }, { gen: 2 }), 1)
  expect(own.corrections).toBe(0)
})

test('a state from ahead of the own clock is taken as it is', () => {
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  own.fly(1, wild(1))
  own.take(selfOf(start), 50)
  expect(own.tick).toBe(50)
  own.fly(40, wild(40))
  expect(own.tick).toBe(50)
})

test('shots come at the pace of the gun, once each, and are confirmed by their tick', () => {
  const own = new Predicted(catalog)
  const shots: Shot[] = []
  own.onShot = (shot) => shots.push({ ...shot })
  own.take(selfOf(start), 0)
  const fire: Controls = { move: 0, power: 0, aim: 256, buttons: ButtonFire }
  for (let tick = 1; tick <= 30; tick++) own.fly(tick, fire)
  const period = periodOf(catalog, 0, tracks)
  expect(shots.map((shot) => shot.tick)).toEqual(
    Array.from({ length: Math.ceil(30 / period) }, (_, i) => 1 + i * period),
  )
  own.take(selfOf(start), 0)
  expect(shots).toHaveLength(Math.ceil(30 / period))
  expect(own.confirm(1)?.id).toBe(shots[0]!.id)
  expect(own.confirm(1)).toBeNull()
})

test('a peek shows the way to the next tick and changes nothing', () => {
  const own = new Predicted(catalog)
  own.take(selfOf(start), 0)
  const before = { ...own.body }
  const held = wild(20)
  const half = { ...own.peek(0.5, held) }
  expect(own.body).toEqual(before)
  own.fly(1, held)
  expect(half.x).toBeCloseTo((before.x + own.body.x) / 2, 9)
})
