import { expect, test } from 'vitest'
import { clampToDisc, direct, follow, fromKeys, padDeadZone, rescale } from './stick.ts'

const out = { x: 0, y: 0 }

test('the dead zone is silent and the rim is 1', () => {
  rescale(0.1, 0.1, padDeadZone, out)
  expect(out).toEqual({ x: 0, y: 0 })
  rescale(0, -1, padDeadZone, out)
  expect(out.x).toBe(0)
  expect(out.y).toBeCloseTo(-1, 12)
})

test('rescaling starts at zero just past the dead zone and keeps the direction', () => {
  rescale(0.19, 0, padDeadZone, out)
  expect(out.x).toBeCloseTo(0.01 / 0.82, 12)
  rescale(0.5, -0.5, padDeadZone, out)
  expect(out.x).toBeCloseTo(-out.y, 12)
})

test('no input leaves the unit disc', () => {
  for (let i = 0; i < 64; i++) {
    const angle = (i / 64) * 2 * Math.PI
    rescale(1.4 * Math.cos(angle), 1.4 * Math.sin(angle), padDeadZone, out)
    expect(Math.hypot(out.x, out.y)).toBeCloseTo(1, 9)
  }
  clampToDisc(3, 4, out)
  expect(out).toEqual({ x: 0.6000000000000001, y: 0.8 })
  clampToDisc(0.3, 0.4, out)
  expect(out).toEqual({ x: 0.3, y: 0.4 })
})

test('NaN from a broken pad is rest', () => {
  rescale(NaN, 0.5, padDeadZone, out)
  expect(out).toEqual({ x: 0, y: 0 })
  expect(direct(NaN, 1, out)).toBe(false)
})

test('diagonal keys are no faster and opposite keys cancel', () => {
  fromKeys(true, false, false, true, out)
  expect(out.x).toBeCloseTo(Math.SQRT1_2, 12)
  expect(out.y).toBeCloseTo(-Math.SQRT1_2, 12)
  fromKeys(true, true, true, false, out)
  expect(out.x).toBe(-1)
  expect(out.y).toBeCloseTo(0, 12)
})

test('a direction keeps its last value at rest', () => {
  expect(direct(0, 5, out)).toBe(true)
  expect(direct(0, 0, out)).toBe(false)
  expect(out).toEqual({ x: 0, y: 1 })
})

test('the centre follows a finger only out of the ring', () => {
  const centre = { x: 100, y: 100 }
  follow(centre, 140, 100, 50)
  expect(centre).toEqual({ x: 100, y: 100 })
  follow(centre, 180, 100, 50)
  expect(centre).toEqual({ x: 130, y: 100 })
})
