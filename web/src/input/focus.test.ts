import { expect, test } from 'vitest'
import { nearest } from './focus.ts'

// A menu: a field, a row of three colours, a wide button, a small one at the lower right.
const field = { x: 200, y: 50 }
const row = [100, 200, 300].map((x) => ({ x, y: 100 }))
const wide = { x: 200, y: 150 }
const small = { x: 320, y: 200 }
const all = [field, ...row, wide, small]

test('a push goes to the next control that way', () => {
  expect(nearest(field, all, 'down')).toBe(2)
  expect(nearest(wide, all, 'down')).toBe(5)
  expect(nearest(small, all, 'up')).toBe(4)
  expect(nearest(row[1]!, all, 'right')).toBe(3)
  expect(nearest(row[1]!, all, 'left')).toBe(1)
})

test('at the end a push goes nowhere', () => {
  expect(nearest(small, all, 'down')).toBe(-1)
  expect(nearest(field, all, 'up')).toBe(-1)
  expect(nearest(row[0]!, [row[0]!, null], 'left')).toBe(-1)
})
