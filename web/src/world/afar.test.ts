// Ships beyond the window: how they come, fly, go, and become exact.

import { expect, test } from 'vitest'
import { ProtocolError } from '../net/msgpack.ts'
import { GoneBlast, IDAfar, ShipBounty } from '../net/protocol.gen.ts'
import { Scene } from './scene.ts'
import { catalog, glance, gone, ship, windowOf } from './testing.ts'
import type { FrameMaker } from './testing.ts'

const narrow = windowOf(300)
const half = 0.5 // ticks from picture to picture; the scene's are 60 in a second
const most = 1 / 24 // the widest step of a fade of 0.4 s between such pictures

type At = { x: number; y: number; fade: number }

// A scene whose window is narrow.
function narrowed(): Scene {
  const s = new Scene()
  s.frame(101, {}, (f) => f.sees(narrow))
  return s
}

const sees = (s: Scene, tick: number, values: Record<string, number>): void =>
  s.frame(tick, {}, (f) => f.afar(glance({ slot: 5, ...values })))

/** What is shown of slot 5 in the pictures of a span, exactly or from afar; the one that is seen most. */
function film(s: Scene, from: number, to: number): At[] {
  const pictures: At[] = []
  for (let render = from; render <= to; render += half) {
    s.show(render)
    const all: At[] = [...s.ships.filter((one) => (one.id & 0xffff) === 5), ...s.afar]
    const one = all.reduce((a, b) => (b.fade > a.fade ? b : a), { x: Number.NaN, y: Number.NaN, fade: 0 })
    pictures.push({ x: one.x, y: one.y, fade: one.fade })
  }
  return pictures
}

const steps = (values: number[]): number[] => values.slice(1).map((value, i) => value - values[i]!)

test('a ship seen from afar fades in, coasts along its speed, and is no ship for anything else', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600, y: -2 * 200, vx: 9, vy: -9, hull: 1, hue: 6, looks: ShipBounty })
  s.quiet(103, 140)
  const pictures = film(s, 102, 132)
  expect(pictures[0]!.fade).toBeLessThan(0.05)
  for (const step of steps(pictures.map((it) => it.fade))) expect(step).toBeLessThan(most)
  for (const step of steps(pictures.map((it) => it.x))) expect(step).toBeCloseTo((9 * 8 * half) / 30, 6)
  for (const step of steps(pictures.map((it) => it.y))) expect(step).toBeCloseTo((-9 * 8 * half) / 30, 6)
  expect(s.afar).toHaveLength(1)
  expect(s.afar[0]!.x).toBeCloseTo(600 + (72 * (132 - 102)) / 30, 6)
  expect(s.afar[0]).toMatchObject({ hull: 1, hue: 6, bounty: true, radius: catalog.hulls[0]!.radius })
  expect(s.afar[0]!.angle).toBeCloseTo(-Math.PI / 4, 6)
  expect(s.afar[0]!.fade, 'it stays paler than a ship').toBeCloseTo(0.6, 6)
  expect(s.ships).toHaveLength(0)
  expect(s.beliefs.find(5)).toBeNull()
})

test('an own bolt flies on over it', () => {
  const s = narrowed()
  s.fly(4, 0, 0)
  sees(s, 102, { x: 2 * 400 })
  s.quiet(103, 130)
  s.own.fly(132, { move: 0, power: 0, aim: 0, buttons: 1 })
  const over = (390 / catalog.weapons[0]!.speed) * 30
  expect(s.show(126, 132 + over).bolts[0]!.x).toBeGreaterThan(380)
  expect(s.bolts).toHaveLength(1)
})

test('the next glance is slid to within 0.4 s, and turned to', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600, vx: 10 })
  s.quiet(103, 161)
  film(s, 102, 160)
  const before = film(s, 160.5, 162).at(-1)!
  sees(s, 162, { x: 2 * 780, y: 2 * 60, vy: 10 })
  s.quiet(163, 190)
  const pictures = [before, ...film(s, 162.5, 176)]
  const moved = pictures.slice(1).map((it, i) => Math.hypot(it.x - pictures[i]!.x, it.y - pictures[i]!.y))
  expect(Math.max(...moved), 'no jump').toBeLessThan(15)
  expect(steps(moved).every((step) => step < 15)).toBe(true)
  const end = pictures.at(-1)!
  expect(Math.abs(end.x - 780)).toBeLessThan(4)
  expect(Math.abs(end.y - (60 + (80 * (176 - 162)) / 30))).toBeLessThan(4)
  expect(s.afar).toHaveLength(1)
  expect(Math.abs(s.afar[0]!.angle - Math.PI / 2)).toBeLessThan(0.1)
})

test('one that is found far from where it was shown fades there and comes here', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 400 })
  s.quiet(103, 120)
  film(s, 102, 120)
  sees(s, 121, { x: 2 * 400, y: 2 * 450 })
  s.quiet(122, 150)
  s.show(121)
  expect(s.afar.map((it) => it.y).sort()).toEqual([0, 450])
  s.show(124)
  expect(s.afar.map((it) => it.y).sort(), 'neither moves').toEqual([0, 450])
  film(s, 124.5, 136)
  expect(s.afar).toMatchObject([{ y: 450 }])
  expect(s.afar[0]!.fade).toBeGreaterThan(0.5)
})

test('it is forgotten five seconds after the last glance, and fades then', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600 })
  s.quiet(103, 150)
  film(s, 102, 150)
  sees(s, 151, { x: 2 * 600 })
  s.quiet(152, 330)
  expect(film(s, 150.5, 301).at(-1)!.fade, 'five seconds later it is there').toBeCloseTo(0.6, 6)
  const end = film(s, 301.5, 315).map((it) => it.fade)
  for (const step of steps([0.6, ...end])) expect(step).toBeGreaterThan(-most)
  expect(end.at(-1)).toBe(0)
  expect(s.afar).toHaveLength(0)
})

test('when it comes into the window the exact ship goes on from there', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600, vx: 10 })
  s.quiet(103, 130)
  film(s, 102, 126)
  const before = film(s, 126.5, 127).at(-1)!
  const exact = ship({ slot: 5, x: 2 * 690, y: 2 * 30, vx: 16 * 80, age: 1 }, 'Ada')
  s.frame(131, { ships: [exact] }, (f) => f.sees(windowOf(1500)))
  s.quiet(132, 160)
  const pictures = [before, ...film(s, 127.5, 150)]
  const moved = pictures.slice(1).map((it, i) => Math.hypot(it.x - pictures[i]!.x, it.y - pictures[i]!.y))
  expect(Math.max(...moved)).toBeLessThan(9)
  const fades = pictures.map((it) => it.fade)
  for (const step of steps(fades)) expect(step).toBeGreaterThanOrEqual(0)
  for (const step of steps(fades)) expect(step).toBeLessThan(0.15)
  expect(fades.at(-1)).toBe(1)
  expect(s.afar, 'it is not shown twice').toHaveLength(0)
  expect(s.ships[0]!.x).toBeCloseTo(s.beliefs.find(5)!.trail.xAt(150), 1)
})

test('of a ship that was made elsewhere the far one fades while the exact one comes', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600 })
  s.quiet(103, 130)
  film(s, 102, 127)
  s.frame(131, { ships: [ship({ slot: 5, x: 2 * 200, y: 2 * 200, age: 3 })] })
  s.show(127.5)
  expect(s.ships).toMatchObject([{ x: 200, y: 200 }])
  expect(s.ships[0]!.fade).toBeLessThan(0.2)
  expect(s.afar).toMatchObject([{ x: 600 }])
  expect(s.afar[0]!.fade).toBeGreaterThan(0.5)
  s.quiet(132, 160)
  film(s, 128, 142)
  expect(s.afar).toHaveLength(0)
  expect(s.ships[0]!.fade).toBe(1)
})

test('until the picture comes to the exact ship, it is shown from afar', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 450, vx: -10 })
  s.quiet(103, 120)
  film(s, 102, 117)
  s.frame(121, { ships: [ship({ slot: 5, x: 2 * 380, vx: -16 * 80 })] })
  s.quiet(122, 123)
  for (let render = 117.5; render < 121; render += half) {
    s.show(render)
    expect([s.ships.length, s.afar.length], `at ${render}`).toEqual([0, 1])
  }
  s.show(121)
  expect([s.ships.length, s.afar.length]).toEqual([1, 0])
})

test('one that ended before the picture came to it is not shown on', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600 })
  s.quiet(103, 120)
  film(s, 102, 117)
  s.frame(121, { ships: [ship({ slot: 5, x: 2 * 295 })] })
  s.show(117.5)
  s.frame(122, { gone: [gone(5, GoneBlast)] })
  s.quiet(123, 140)
  expect(film(s, 118, 132).at(-1)!.fade).toBe(0)
})

test('where the window shows that it is not there, it fades', () => {
  const s = narrowed()
  sees(s, 102, { x: 2 * 600 })
  s.quiet(103, 120)
  expect(film(s, 102, 117).at(-1)!.fade).toBeGreaterThan(0.5)
  s.frame(121, {}, (f) => f.sees(windowOf(1500)))
  s.quiet(122, 140)
  expect(film(s, 117.5, 131).at(-1)!.fade).toBe(0)
})

test('a glance at a ship that is known exactly says nothing', () => {
  const s = narrowed()
  s.frame(102, { ships: [ship({ slot: 5, age: 1 })] })
  sees(s, 103, { x: 2 * 600 })
  s.quiet(104, 110)
  film(s, 102, 108)
  expect([s.ships.length, s.afar.length]).toEqual([1, 0])
})

// A ship at 600 u that the window no longer shows from tick 131 on.
function leaving(more: (f: FrameMaker) => FrameMaker): Scene {
  const s = new Scene()
  s.frame(101, { ships: [ship({ slot: 5, x: 2 * 600, vx: 16 * 60, age: 1, aim: 64, hue: 3 })] })
  s.quiet(102, 130)
  film(s, 102, 128)
  s.frame(131, {}, (f) => more(f.sees(narrow)))
  s.quiet(132, 200)
  return s
}

test('what leaves a window that became smaller is shown on from afar, while others are', () => {
  const s = leaving((f) => f.afar(glance({ slot: 9, x: -2 * 700 })))
  const before = film(s, 128.5, 129).at(-1)!
  let { x } = before
  for (let render = 129.5; render < 160; render += half) {
    s.show(render)
    const far = s.afar.filter((one) => one.hue === 3)
    const ghosts = s.ships.filter((one) => one.id === 5)
    const sum = [...far, ...ghosts].reduce((all, one) => all + one.fade, 0)
    expect(sum, `seen at ${render}`).toBeGreaterThan(0.3)
    const one = far[0] ?? ghosts[0]!
    expect(Math.abs(one.x - x), `at ${render}`).toBeLessThan(4)
    x = one.x
  }
  expect(s.ships).toHaveLength(0)
})

test('what leaves the window is gone when no others are told from afar', () => {
  const s = leaving((f) => f)
  expect(film(s, 128.5, 145).at(-1)!.fade).toBe(0)
})

test('what is no whole glance is refused', () => {
  const s = narrowed()
  const cut = glance({ slot: 5 }).slice(0, -1)
  expect(() => s.frame(102, {}, (f) => f.add(IDAfar, [cut]))).toThrow(ProtocolError)
})
