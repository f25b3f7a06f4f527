// What a picture shows of beliefs, and when happenings are told.

import { expect, test } from 'vitest'
import { GoneBlast, GoneBroken, HitNone, ShipProtected } from '../net/protocol.gen.ts'
import { coasted, paled } from './moment.ts'
import { Scene } from './scene.ts'
import {
  bolt,
  catalog,
  chip,
  course,
  gone,
  hit,
  ore,
  rock,
  ship,
  shot,
  taken,
  turn,
  vital,
  windowOf,
} from './testing.ts'
import { cellOf } from './thing.ts'

const speed = catalog.weapons[0]!.speed

test('others are shown between the ticks they were at, also where no frame has come yet', () => {
  const s = new Scene()
  s.frame(101, { rocks: [rock({ slot: 5, vx: 16 * 60, radius: 30 })] })
  s.quiet(102, 106)
  const xs: number[] = []
  for (let render = 102; render <= 110; render += 0.25) xs.push(s.show(render).picture.shown.rocks.items[0]!.x)
  const steps = xs.slice(1).map((x, i) => x - xs[i]!)
  for (const step of steps) expect(step).toBeCloseTo(0.48, 1)
})

test('a new course moves nothing at once; the gap closes over some ticks', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, vx: 16 * 90 })] })
  s.quiet(102, 110)
  const before = s.show(110).ships[0]!.x
  s.frame(111, { courses: [course({ slot: 5, x: 2 * 60, vx: 16 * 90 })] })
  s.quiet(112, 130)
  let last = before
  for (let render = 110.25; render <= 128; render += 0.25) {
    const { x } = s.show(render).ships[0]!
    expect(Math.abs(x - last)).toBeLessThan(6)
    last = x
  }
  expect(last).toBeCloseTo(s.beliefs.find(5)!.trail.xAt(128), 6)
  expect(Math.abs(s.beliefs.find(5)!.trail.offX)).toBeLessThan(0.1)
})

test('a jump is shown as a jump', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 })] })
  s.frame(102, { courses: [course({ slot: 5, x: 2 * 300 })] })
  expect(s.show(102).ships[0]!.x).toBe(300)
})

test('what was made is not shown before its tick; what came into sight is', () => {
  const s = new Scene()
  s.frame(104, { ships: [ship({ slot: 5 }), ship({ slot: 6, age: 9 })] })
  expect(s.show(102).ships.map((one) => one.id)).toEqual([6])
  expect(s.show(104).ships.map((one) => one.id)).toEqual([5, 6])
})

test('ends are shown when the picture gets to them', () => {
  const s = new Scene()
  s.frame(101, {
    ships: [ship({ slot: 5 }), ship({ slot: 6 })],
    rocks: [rock({ slot: 7, radius: 40, seed: 3 })],
    ores: [ore({ slot: 8 })],
  })
  s.quiet(102, 105)
  s.show(103)
  s.told()
  s.frame(106, { gone: [gone(5, GoneBlast), gone(7, GoneBroken)], taken: [taken(8, 6)] })
  s.show(105)
  expect(s.told()).toEqual([])
  expect(s.ships).toHaveLength(2)
  s.show(106.1)
  expect(s.told().sort()).toEqual(['blast', 'pickup', 'rockBreak'])
  expect(s.ships.map((one) => one.id)).toEqual([6])
  expect(s.picture.shown.rocks.count).toBe(0)
  expect(s.picture.shown.ore.count).toBe(0)
})

test('what the own ship does and suffers is told at once', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 }), ship({ slot: 6, x: 200 })] })
  s.fly(5, 0, 0)
  s.quiet(102, 105)
  s.show(102)
  s.frame(106, { bolts: [bolt({ owner: 5 }), bolt({ owner: 6 })] })
  s.told()
  s.frame(107, { hits: [hit(5, 1, 6), hit(6, 1, 5)] })
  expect(s.told()).toEqual(['hit', 'hit'])
  s.frame(108, { gone: [gone(5, GoneBlast)] })
  expect(s.chronicle.happenings).toMatchObject([{ kind: 'blast', own: true }])
})

test('a hit on a protected ship is harmless, and does not make it flash', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 }), ship({ slot: 6, gen: 0, flags: ShipProtected })] })
  s.fly(5, 0, 0)
  s.show(102)
  s.frame(106, { bolts: [bolt({ owner: 5 })] })
  s.told()
  s.frame(107, { hits: [hit(5, 1, 6, HitNone)] })
  expect(s.chronicle.happenings).toMatchObject([{ kind: 'hit', harmless: true, shield: false, byOwn: true }])
  expect(s.show(107).ships.find((one) => !one.own)!.hitAge).toBeGreaterThan(10)
})

test('a chip strikes the rock that lies on the way of its bolt', () => {
  const s = new Scene()
  const rocks = [rock({ slot: 7, x: 2 * 100, radius: 40 }), rock({ slot: 8, x: 2 * 100, y: 2 * 160, radius: 40 })]
  s.frame(101, { ships: [ship({ slot: 5 })], rocks })
  s.fly(5, 0, 0)
  s.frame(102, { shots: [shot(5, 0)] })
  s.quiet(103, 104)
  s.show(103)
  s.told()
  s.frame(105, { chips: [chip(5, 3)] })
  expect(s.chronicle.happenings).toMatchObject([
    { kind: 'rockHit', x: 60, amount: catalog.weapons[0]!.damage, byOwn: true },
  ])
  s.show(106, 110)
  expect(s.picture.shown.rocks.items.map((one) => one.hitAge < 1)).toEqual([true, false])
})

test('a chip of a bolt or on a rock that nobody knows shows nothing', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 })] })
  s.frame(102, { shots: [shot(5, 0)] })
  s.frame(104, { chips: [chip(5, 2), chip(9, 2)] })
  s.show(105)
  expect(s.told()).toEqual(['shot'])
})

test('other controls are no blow: the ship is shown to turn as it did', () => {
  const boosted = 2 * catalog.hulls[0]!.accel * catalog.hulls[0]!.boost // u/s², from one way to the other
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, vx: 16 * 200, flags: 31 })] })
  s.quiet(102, 110)
  const { x } = s.show(110).ships[0]!
  s.frame(111, { turns: [turn({ slot: 5, move: 128, flags: 31 })] })
  s.quiet(112, 116)
  expect(s.show(110).ships[0]!.x).toBe(x)
  const xs = [s.show(109.75).ships[0]!.x, x]
  for (let render = 110.25; render <= 116; render += 0.25) xs.push(s.show(render).ships[0]!.x)
  const steps = xs.slice(1).map((now, i) => now - xs[i]!)
  for (const [i, step] of steps.slice(1).entries())
    expect(Math.abs(step - steps[i]!)).toBeLessThan(boosted / 30 / 30 / 4 + 0.01)
  expect(s.told()).not.toContain('bump')
})

test('hull and shield are shown as shares of the full ones', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, left: 63, shield: 21, age: 1 }), ship({ slot: 6, left: 63, age: 1 })] })
  s.frame(102, { vitals: [vital(6, 7, 63)] })
  s.show(102)
  expect(s.ships.map((one) => [one.hullLeft, one.shieldLeft])).toEqual([
    [1, 1 / 3],
    [1 / 9, 1],
  ])
})

test('what goes out of sight fades', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, age: 5 })] })
  s.quiet(102, 120)
  s.show(110)
  expect(s.show(118).ships[0]!.fade).toBe(1)
  s.frame(121, {}, (f) => f.sees([40, 40, 41, 41, 40, 40, 41, 41]))
  expect(s.show(124).ships[0]!.fade).toBeLessThan(1)
  expect(s.show(129).ships).toHaveLength(0)
})

test('what comes back into sight is shown once, and goes on from where it was', () => {
  const s = new Scene()
  const at = (x: number): Uint8Array => ship({ slot: 5, x: 2 * x, vx: 16 * 90, age: 1 })
  s.frame(101, { ships: [at(0)] })
  s.quiet(102, 110)
  s.show(101)
  const before = s.show(108).ships[0]!.x
  s.frame(111, {}, (f) => f.sees([40, 40, 41, 41, 40, 40, 41, 41]))
  s.frame(112, {}, (f) => f.sees(windowOf(3000)).cell(cellOf(60, 0), { ships: [at(60)] }))
  expect(s.show(108.5).ships).toHaveLength(1)
  expect(Math.abs(s.ships[0]!.x - before)).toBeLessThan(8)
  expect(s.ships[0]!.fade).toBe(1)
  s.quiet(113, 130)
  expect(s.show(126).ships[0]!.x).toBeCloseTo(s.beliefs.find(5)!.trail.xAt(126), 0)
})

test('a bolt leaves the muzzle in the time of the others and meets the own ship in its own', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, x: 2 * 300 }), ship({ slot: 6 })] })
  s.fly(5, 300, 0)
  s.quiet(102, 110)
  s.frame(111, { bolts: [bolt({ owner: 6 })] })
  s.quiet(112, 116)
  expect(s.show(110.5, 118).bolts).toHaveLength(0)
  expect(s.show(111, 118).bolts[0]!.x).toBeCloseTo(0, 6)
  s.quiet(117, 126)
  const at = s.show(125, 132).bolts[0]!.x
  expect(at).toBeCloseTo((speed * (132 - 111)) / 30, 6)
})

test('a bolt that was out of sight for a moment is shown once, and was fired once', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 6 })] })
  s.frame(102, { shots: [shot(6, 0)] })
  s.show(102)
  s.frame(103, {}, (f) => f.sees([...windowOf(3000).slice(0, 4), 0, 0, 0, 0]))
  const back = bolt({ owner: 6, age: 2, x: 2 * catalog.weapons[0]!.muzzle })
  s.frame(104, { bolts: [back] }, (f) => f.sees(windowOf(3000)))
  expect(s.show(102.5).bolts).toHaveLength(1)
  s.show(105)
  expect(s.told()).toEqual(['shot'])
})

test('far from the own ship a bolt stays in the time of the ships around it', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, y: -2 * 900 }), ship({ slot: 6 })] })
  s.fly(5, 0, -900)
  s.frame(111, { bolts: [bolt({ owner: 6 })] })
  s.quiet(112, 122)
  expect(s.show(121, 128).bolts[0]!.x).toBeCloseTo((speed * 10) / 30, 6)
})

test('an own bolt waits under what it met, until the server has had its say', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 }), ship({ slot: 6, x: 2 * 200 })] })
  s.fly(5, 0, 0)
  s.frame(102, { bolts: [bolt({ owner: 5 })] })
  s.quiet(103, 105)
  expect(s.show(103, 104).bolts).toHaveLength(1)
  expect(s.show(104, 102 + (200 / speed) * 30).bolts).toHaveLength(0)
  s.quiet(106, 109)
  expect(s.show(108, 115).bolts).toHaveLength(0)
  s.quiet(110, 112)
  expect(s.show(109, 116).bolts, 'it missed after all').toHaveLength(1)
})

test('an own shot becomes the bolt of the server without a jump', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 })] })
  s.fly(5, 0, 0)
  s.own.fly(102, { move: 0, power: 0, aim: 0, buttons: 1 })
  expect(s.chronicle.happenings.map((it) => it.kind)).toContain('shot')
  const muzzle = catalog.weapons[0]!.muzzle
  const before = s.show(100, 104).bolts[0]!
  expect(before.x).toBeCloseTo(muzzle + (speed * 2) / 30, 6)
  const x = before.x
  s.frame(102, { bolts: [bolt({ owner: 5, x: 2 * muzzle })] })
  const after = s.show(100, 104).bolts
  expect(after).toHaveLength(1)
  expect(after[0]!.x).toBeCloseTo(x, 6)
})

test('a shot that the server does not know of ends', () => {
  const s = new Scene()
  s.fly(5, 0, 0)
  s.own.fly(102, { move: 0, power: 0, aim: 0, buttons: 1 })
  expect(s.show(100, 103).bolts).toHaveLength(1)
  s.quiet(102, 106)
  expect(s.show(104, 109).bolts).toHaveLength(0)
})

test('a mining beam ends at what it meets', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 6, flags: 32 })], rocks: [rock({ slot: 7, x: 2 * 150, radius: 50 })] })
  s.quiet(102, 104)
  s.show(103)
  expect(s.show(104).ships[0]!.beamX).toBeCloseTo(100, 6)
})

test('the picture keeps the own ship out of rocks while the server has not spoken', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 })], rocks: [rock({ slot: 7, x: 2 * 60, radius: 50, age: 3 })] })
  s.fly(5, 0, 0)
  s.show(101)
  s.show(101)
  expect(60 - s.picture.shown.focusX).toBeGreaterThanOrEqual(50 + catalog.hulls[0]!.radius - 1e-6)
  expect(s.own.body.x).toBe(0)
})

test('pictures reuse their records', () => {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5 }), ship({ slot: 6 })], rocks: [rock({ slot: 7 })] })
  s.quiet(102, 104)
  const first = s.show(103).ships
  s.show(104)
  expect(s.ships[0]).toBe(first[0])
  expect(s.picture.shown.ships.items).toHaveLength(2)
})

test('nothing is kept for a picture while nobody looks', () => {
  const s = new Scene()
  s.chronicle.asleep = true
  s.frame(101, { ships: [ship({ slot: 5, flags: 64 })] })
  s.frame(102, { gone: [gone(5, GoneBlast)] })
  expect(s.chronicle.happenings).toHaveLength(0)
  expect(s.chronicle.ghosts).toHaveLength(0)
  s.chronicle.asleep = false
  s.show(103)
  expect(s.chronicle.happenings).toHaveLength(0)
})

test('who is not heard of any more coasts on and fades, but never goes', () => {
  expect([coasted(0), paled(0)]).toEqual([0, 1])
  let [far, seen] = [0, 1]
  for (let silent = 0.1; silent < 20; silent += 0.1) {
    expect(coasted(silent)).toBeGreaterThan(far)
    expect(paled(silent)).toBeLessThanOrEqual(seen)
    far = coasted(silent)
    seen = paled(silent)
  }
  expect(far, 'by drag it comes to rest').toBeLessThan(0.7)
  expect(seen).toBeCloseTo(0.28)
})
