import { expect, test } from 'vitest'
import type { Happening, Shown } from '../world/shown.ts'
import { Threats, aimedAt, threatSeconds } from './threats.ts'

const at = (time: number, ownId = 1): Shown => {
  const ships = [
    { id: 1, own: true, x: 0, y: 0 },
    { id: 2, own: false, x: 900, y: 0 },
    { id: 3, own: false, x: 0, y: 900 },
  ]
  return { time, ownId, focusX: 0, focusY: 0, ships: { items: ships, count: 3 } } as unknown as Shown
}
const shot = (x: number, y: number, angle: number, own = false): Happening => ({
  kind: 'shot',
  x,
  y,
  angle,
  hue: 0,
  own,
})

test('who shoots at the own ship is a threat for some seconds', () => {
  const threats = new Threats()
  threats.see(at(10), [shot(880, 0, Math.PI), shot(0, 880, Math.PI / 2)])
  expect([threats.has(2), threats.has(3)]).toEqual([true, false])
  threats.see(at(10 + threatSeconds - 0.1), [])
  expect(threats.has(2)).toBe(true)
  threats.see(at(10 + threatSeconds + 0.1), [])
  expect(threats.has(2)).toBe(false)
})

test('own shots, and shots of nobody near, make no threat; a spectator has none', () => {
  const threats = new Threats()
  threats.see(at(1), [shot(880, 0, Math.PI, true), shot(700, 0, Math.PI)])
  expect(threats.has(2)).toBe(false)
  threats.see(at(1), [shot(880, 0, Math.PI)])
  threats.see(at(1.1, -1), [])
  expect(threats.has(2)).toBe(false)
})

test('a blow points at the ship it came from, or at the place where nobody is seen', () => {
  const hit = (angle: number): Happening => ({
    kind: 'hit',
    x: 0,
    y: 0,
    angle,
    amount: 9,
    shield: false,
    target: 1,
    byOwn: false,
    onOwn: true,
  })
  const threats = new Threats()
  const open = (): { x: number; y: number }[] => threats.origins.filter((one) => one.until > 10)
  threats.see(at(10), [hit(0.1)])
  expect(threats.has(2)).toBe(true)
  expect(open()).toEqual([])
  threats.see(at(10), [hit(Math.PI), hit(Math.PI + 0.1), { ...hit(-Math.PI / 2), onOwn: false } as Happening])
  expect(open().length, 'two blows from one side are one threat').toBe(1)
  expect(open()[0]!.x).toBeLessThan(-800)
  for (let i = 0; i < 40; i++) threats.see(at(10), [hit(i)])
  expect(open().length).toBeLessThanOrEqual(4)
})

test('a shot counts when it passes near, from not too far, and the right way', () => {
  expect(aimedAt(800, 0, Math.PI + 0.1, 0, 0)).toBe(true)
  expect(aimedAt(800, 0, Math.PI + 0.4, 0, 0)).toBe(false)
  expect(aimedAt(800, 0, 0, 0, 0)).toBe(false)
  expect(aimedAt(1500, 0, Math.PI, 0, 0)).toBe(false)
})
