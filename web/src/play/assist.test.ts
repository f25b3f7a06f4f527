import { expect, test } from 'vitest'
import type { Device, Held } from '../input/held.ts'
import type { Shown, ShownShip } from '../world/shown.ts'
import { AimAssist, assistCone, bend, leadAngle } from './assist.ts'

const gun = { speed: 900, reach: 900 }
const rest: Held = {
  moveX: 0,
  moveY: 0,
  aimX: 1,
  aimY: 0,
  aiming: true,
  fire: false,
  beam: false,
  boost: false,
  autoFire: false,
  device: 'pad',
}

const shipAt = (x: number, y: number, more: Partial<ShownShip> = {}): ShownShip =>
  ({ own: false, protected: false, fade: 1, x, y, vx: 0, vy: 0, ...more }) as ShownShip

const seeing = (...ships: ShownShip[]): Shown =>
  ({ focusX: 0, focusY: 0, ships: { items: ships, count: ships.length } }) as unknown as Shown

/** The angle that comes out for a stick at `stick` radians. */
function aimed(stick: number, shown: Shown, device: Device = 'pad', aiming = true): number {
  const held = { ...rest, device, aiming, aimX: Math.cos(stick), aimY: Math.sin(stick) }
  const assist = new AimAssist()
  assist.gun = gun
  const { aimX, aimY } = assist.steer(held, shown)
  return Math.atan2(aimY, aimX)
}

test('the lead point is where a bolt and the ship meet', () => {
  expect(leadAngle(0, 0, shipAt(300, 0), gun)).toBe(0)
  const angle = leadAngle(0, 0, shipAt(300, 0, { vy: 450 }), gun)
  expect(angle).toBeCloseTo(Math.asin(450 / 900), 9)
  const t = 300 / (900 * Math.cos(angle))
  expect(900 * Math.sin(angle) * t).toBeCloseTo(450 * t, 6)
})

test('what outruns the bolt or is out of its reach draws nothing', () => {
  expect(leadAngle(0, 0, shipAt(300, 0, { vx: 1000 }), gun)).toBeNaN()
  expect(leadAngle(0, 0, shipAt(950, 0), gun)).toBeNaN()
  expect(aimed(0.05, seeing(shipAt(950, 0)))).toBeCloseTo(0.05, 9)
})

test('a stick that nearly points at a ship is drawn towards it, not onto it', () => {
  expect(aimed(0.08, seeing(shipAt(90, 0)))).toBeCloseTo(0.08 - 0.08 * 0.6 * 0.5 * 0.9, 9)
  expect(aimed(-0.08, seeing(shipAt(90, 0)))).toBeCloseTo(-0.0584, 9)
  expect(aimed(Math.PI - 0.05, seeing(shipAt(-90, -1)))).toBeGreaterThan(Math.PI - 0.05)
})

test('the pull falls with distance and ends at the rim of the cone without a jump', () => {
  const pull = (off: number, far: number): number => Math.abs(bend(off, far, 900))
  expect(pull(0.05, 100)).toBeGreaterThan(pull(0.05, 400))
  expect(pull(0.05, 400)).toBeGreaterThan(pull(0.05, 800))
  expect(pull(0.05, 900)).toBe(0)
  expect(pull(assistCone * 0.999, 100)).toBeLessThan(0.0002)
  expect(pull(assistCone, 100)).toBe(0)
})

test('the aim goes where the stick goes: it never turns back, and never by more than two and a half degrees', () => {
  for (let off = -0.3; off < 0.3; off += 0.001) {
    const here = off + bend(off, 0, 900)
    expect(off + 0.001 + bend(off + 0.001, 0, 900)).toBeGreaterThan(here)
    expect(Math.abs(here - off)).toBeLessThan(0.044)
  }
})

test('a mouse, and a stick at rest, are left alone', () => {
  const shown = seeing(shipAt(90, 0))
  expect(aimed(0.08, shown, 'keys')).toBeCloseTo(0.08, 12)
  expect(aimed(0.08, shown, 'pad', false)).toBeCloseTo(0.08, 12)
  expect(aimed(0.08, shown, 'touch')).toBeLessThan(0.07)
})

test('the own ship, protected ones and ghosts draw nothing; of two the one nearer the aim does', () => {
  const cold = [shipAt(90, 0, { own: true }), shipAt(90, 0, { protected: true }), shipAt(90, 0, { fade: 0.2 })]
  expect(aimed(0.08, seeing(...cold))).toBeCloseTo(0.08, 12)
  const above = shipAt(300 * Math.cos(0.1), 300 * Math.sin(0.1))
  expect(aimed(0.07, seeing(shipAt(300, 0), above))).toBeGreaterThan(0.07)
})
