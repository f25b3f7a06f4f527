// How a trail takes a new course in: ahead of the eye where there is time, behind it where there is none.

import { expect, test } from 'vitest'
import { Trail } from './trail.ts'

// A trail along the x axis at 3 u a tick, up to that tick.
function flown(to: number): Trail {
  const trail = new Trail()
  trail.begin(100, 300, 0, 0, 0)
  for (let tick = 101; tick <= to; tick++) trail.go(tick, 3 * tick, 0, 0, 0)
  return trail
}

test('a drift is closed before its tick, little by little, where that is not shown yet', () => {
  const trail = flown(110)
  trail.shift(0, 2, 0, 106.4)
  expect([106, 107, 108, 109, 110].map((tick) => trail.yAt(tick))).toEqual([0, 0, 2 / 3, 4 / 3, 2])
  expect(trail.broken).toBe(false)
  trail.go(111, 333, 2, 0, 0)
  expect(trail.yAt(111)).toBe(2)
})

test('a drift that is nearly shown is closed in part before its tick, and the rest after it', () => {
  const trail = flown(110)
  trail.shift(0, 3, 0, 109)
  expect([trail.yAt(109), trail.yAt(110)]).toEqual([0, 1])
  for (let tick = 111; tick <= 125; tick++) {
    trail.go(tick, 3 * tick, 3, 0, 0)
    expect(trail.yAt(tick)).toBeGreaterThan(trail.yAt(tick - 1))
  }
  expect(trail.yAt(125)).toBeCloseTo(3, 1)
})

test('a blow changes its own tick and none before it', () => {
  const trail = flown(110)
  trail.shift(0, 9, 250, 106)
  expect([trail.yAt(109), trail.yAt(110)]).toEqual([0, 9])
})

test('what was shown already goes on from there, and the gap closes within some 100 ms', () => {
  const trail = flown(110)
  trail.see(112)
  trail.shift(0, 20, 250, 112)
  expect(trail.broken).toBe(true)
  trail.mend(336, 0, 336, 20)
  trail.see(112)
  expect([trail.eyeX, trail.eyeY]).toEqual([0, -20])
  trail.see(115)
  expect(Math.abs(trail.eyeY)).toBeLessThan(20 / 2)
  trail.see(127)
  expect(Math.abs(trail.eyeY)).toBeLessThan(0.2)
})

test('a gap too wide to close is shown as a jump', () => {
  const trail = flown(110)
  trail.see(112)
  trail.shift(0, 500, 0, 112)
  trail.mend(336, 0, 336, 500)
  expect(trail.eyeY).toBe(0)
})
