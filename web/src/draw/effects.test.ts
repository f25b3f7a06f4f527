import { expect, test } from 'vitest'
import { Batch } from '../gl/batch.ts'
import type { Happening, Shown, ShownShip } from '../world/shown.ts'
import { Camera } from './camera.ts'
import { Effects } from './effects.ts'
import type { Frame } from './frame.ts'
import { Numbers } from './numbers.ts'
import { bits, Particles } from './particles.ts'
import { Trails } from './trails.ts'

const blast: Happening = { kind: 'blast', x: 10, y: 20, vx: 0, vy: 0, radius: 17, hue: 1, seed: 42, own: false }

function shownWith(ships: Partial<ShownShip>[], time = 0): Shown {
  const none = { items: [], count: 0 }
  const items = ships.map((ship) => ({ x: 0, y: 0, fade: 1, thrust: 1, boost: false, ...ship }) as ShownShip)
  return {
    time,
    dt: 1 / 60,
    tick: 0,
    sectorRadius: 4096,
    focusX: 0,
    focusY: 0,
    focusVx: 0,
    focusVy: 0,
    ownId: -1,
    ships: { items, count: items.length },
    afar: none,
    rocks: none,
    ore: none,
    bolts: none,
  }
}

// Nothing here asks the atlas: `show` and `step` only fill columns.
function stage(shown = shownWith([])) {
  const frame = {
    shown,
    camera: new Camera(),
    batch: new Batch(10),
    quality: 'high',
    reducedMotion: false,
  } as unknown as Frame
  const particles = new Particles()
  const numbers = new Numbers()
  return { frame, particles, numbers, effects: new Effects(particles, numbers), trails: new Trails() }
}

test('one seed gives one explosion', () => {
  const [a, b] = [stage(), stage()]
  a.effects.show(a.frame, [blast])
  b.effects.show(b.frame, [blast])
  expect(a.particles.count).toBeGreaterThan(100)
  expect(a.particles.vx.slice(0, a.particles.count)).toEqual(b.particles.vx.slice(0, b.particles.count))
})

test('a low picture pays for fewer bits', () => {
  const [rich, poor] = [stage(), stage()]
  poor.frame.quality = 'low'
  rich.effects.show(rich.frame, [blast])
  poor.effects.show(poor.frame, [blast])
  expect(poor.particles.count).toBeLessThan(rich.particles.count * 0.7)
})

test('the pool holds its size and empties by itself', () => {
  const { effects, frame, particles, trails } = stage()
  for (let i = 0; i < 60; i++) effects.show(frame, [blast])
  expect(particles.count).toBe(2048)
  for (let i = 0; i < 200; i++) particles.step(1 / 60, trails)
  expect(particles.count).toBe(0)
})

test('what happens out of sight costs nothing', () => {
  const { effects, frame, particles } = stage()
  effects.show(frame, [{ ...blast, x: 5000 }])
  expect(particles.count).toBe(0)
})

test('a mote reaches the ship that took it, whatever its id', () => {
  const ship = { id: 2 ** 40 + 3, x: 300, y: -80 }
  const { effects, frame, particles, trails } = stage(shownWith([ship]))
  trails.remember(frame)
  effects.show(frame, [{ kind: 'pickup', x: 200, y: 0, ship: ship.id, ore: 3, own: true, chain: 1 }])
  let nearest = Infinity
  for (let i = 0; i < 30 && particles.count > 0; i++) {
    particles.step(1 / 60, trails)
    if (particles.kind[0] === bits.mote) nearest = Math.hypot(particles.x[0]! - ship.x, particles.y[0]! - ship.y)
  }
  expect(nearest).toBeLessThan(12)
})

test('a salvo on one target is one growing number', () => {
  const { effects, frame, numbers } = stage()
  const hit: Happening = {
    kind: 'hit',
    x: 0,
    y: 0,
    angle: 0,
    amount: 9,
    shield: false,
    target: 5,
    byOwn: true,
    onOwn: false,
  }
  effects.show(frame, [hit, hit, { ...hit, target: 6 }])
  const live = numbers.items.filter((item) => item.age < item.life)
  expect(live.map((item) => item.amount).sort()).toEqual([18, 9])
})

test('a hit on a protected ship is a glint without a number', () => {
  const { effects, frame, numbers, particles } = stage()
  const glint: Happening = {
    kind: 'hit',
    x: 0,
    y: 0,
    angle: 0,
    amount: 0,
    shield: false,
    target: 5,
    byOwn: true,
    onOwn: false,
    harmless: true,
  }
  effects.show(frame, [glint])
  const few = particles.count
  expect(few).toBeGreaterThan(0)
  expect(numbers.items.filter((item) => item.age < item.life)).toEqual([])
  effects.show(frame, [{ ...glint, amount: 9, harmless: false }])
  expect(particles.count - few, 'a real hit is more').toBeGreaterThan(few)
})

test('trails forget ships that are gone, and hold any number of comings and goings', () => {
  const { trails, frame } = stage()
  for (let i = 0; i < 500; i++) {
    frame.shown = shownWith([{ id: i, x: i }], i * 2)
    trails.remember(frame)
    expect(trails.slotOf(i)).toBeGreaterThanOrEqual(0)
  }
  expect(trails.slotOf(497)).toBe(-1)
})
