import { afterEach, expect, test, vi } from 'vitest'
import { buzz, buzzOf } from './haptics.ts'

afterEach(() => vi.unstubAllGlobals())

function hands() {
  const vibrate = vi.fn()
  vi.stubGlobal('navigator', { vibrate })
  const playEffect = vi.fn(() => Promise.resolve('complete'))
  return { vibrate, playEffect, pad: { vibrationActuator: { playEffect } } as never }
}

test('a heavy blow is longer and stronger than a light one, and none is longer than a seventh of a second', () => {
  const light = buzzOf(0.1)!
  const heavy = buzzOf(1)!
  expect(heavy.ms).toBeGreaterThan(light.ms)
  expect(heavy.strong).toBeGreaterThan(light.strong)
  expect(buzzOf(50)).toEqual(heavy)
  expect(heavy.ms).toBeLessThan(143)
  expect(heavy.weak).toBeLessThanOrEqual(1)
})

test('nothing, and no number, is not felt', () => {
  expect([buzzOf(0), buzzOf(0.04), buzzOf(NaN)]).toEqual([null, null, null])
})

test('only the device in use is shaken', () => {
  const { vibrate, playEffect, pad } = hands()
  buzz('keys', pad, 1)
  expect([vibrate, playEffect].map((f) => f.mock.calls.length)).toEqual([0, 0])
  buzz('touch', pad, 1)
  expect([vibrate, playEffect].map((f) => f.mock.calls.length)).toEqual([1, 0])
  buzz('pad', pad, 1)
  expect(playEffect).toHaveBeenCalledWith('dual-rumble', { duration: 132, strongMagnitude: 1, weakMagnitude: 0.75 })
  expect(vibrate).toHaveBeenCalledTimes(1)
  expect(() => buzz('pad', null, 1)).not.toThrow()
})
