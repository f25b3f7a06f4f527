import { expect, test } from 'vitest'
import type { ControlEvent } from './held.ts'
import { Steps, emitPresses, newPadState, pressBits, pushOf, readPad } from './pad.ts'
import { isDoubleTap } from './touch.ts'

function reading(axes: number[], values: Record<number, number> = {}) {
  const buttons = Array.from({ length: 16 }, (_, i) => ({ pressed: (values[i] ?? 0) > 0.5, value: values[i] ?? 0 }))
  return { axes, buttons }
}

test('sticks are rescaled, aim is a direction', () => {
  const state = newPadState()
  readPad(reading([0.5, -1, 0.3, 0]), state)
  expect(Math.hypot(state.move.x, state.move.y)).toBeCloseTo(1, 9)
  expect(state.aim).toEqual({ x: 1, y: 0 })
  expect(state.push).toBeCloseTo(Math.hypot(0.5, 1), 9)
})

test('drift within the dead zone moves nothing', () => {
  const state = newPadState()
  readPad(reading([0.12, -0.1, 0.05, 0.1]), state)
  expect({ ...state, push: 0 }).toEqual(newPadState())
})

test('a menu is walked by the d-pad and by the left stick, the stick only when it means it', () => {
  expect(pushOf(pressBits(reading([], { 13: 1 })), 0, 0)).toBe('down')
  expect(pushOf(0, 0.5, 0.2)).toBeNull()
  expect(pushOf(0, 0.2, -0.9)).toBe('up')
  expect(pushOf(0, 0.9, -0.3)).toBe('right')
})

test('a held way steps once, then again after a while', () => {
  const steps = new Steps()
  const seen: number[] = []
  for (let ms = 0; ms <= 700; ms += 10) if (steps.step('down', ms) !== null) seen.push(ms)
  expect(seen).toEqual([0, 380, 510, 640])
  expect(steps.step(null, 710)).toBeNull()
  expect(steps.step('down', 720)).toBe('down')
})

test('triggers boost and fire, the bumper mines', () => {
  const state = newPadState()
  readPad(reading([0, 0, 0, 0], { 5: 1, 6: 0.4, 7: 0.4 }), state)
  expect([state.fire, state.beam, state.boost]).toEqual([true, true, true])
  readPad(reading([0, 0, 0, 0], { 6: 0.1, 7: 0.1 }), state)
  expect([state.fire, state.beam, state.boost]).toEqual([false, false, false])
})

test('a pad with nothing on it is at rest', () => {
  const state = newPadState()
  readPad({ axes: [], buttons: [] }, state)
  expect(state).toEqual(newPadState())
})

test('a held button is pressed once', () => {
  const seen: ControlEvent[] = []
  const west = pressBits(reading([], { 2: 1 }))
  const both = pressBits(reading([], { 2: 1, 9: 1 }))
  emitPresses(0, west, (event) => seen.push(event))
  emitPresses(west, west, (event) => seen.push(event))
  emitPresses(west, both, (event) => seen.push(event))
  expect(seen).toEqual(['choose0', 'menu'])
})

test('two near taps are a double tap, three are not two doubles', () => {
  const last = { at: -Infinity, x: 0, y: 0 }
  const tap = (timeStamp: number, clientX: number) => isDoubleTap(last, { timeStamp, clientX, clientY: 0 })
  expect([tap(0, 100), tap(200, 110), tap(350, 110), tap(400, 300), tap(900, 300)]).toEqual([
    false,
    true,
    false,
    false,
    false,
  ])
})
