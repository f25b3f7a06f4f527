import { expect, test } from 'vitest'
import { refitKinds, refits } from './hulls.ts'
import { refitSize } from './refit.ts'

test('every level from the second to the fourth shows one part more, and no part is ever lost again', () => {
  const parts = (level: number) => refitKinds.reduce((sum, refit) => sum + refitSize(refit, level), 0)
  expect([0, 1, 2, 3, 4].map(parts)).toEqual([0, 0, 1, 2, 3])
  for (let level = 1; level <= 30; level++) expect(parts(level)).toBeGreaterThanOrEqual(parts(level - 1))
  expect(parts(30)).toBe(6)
})

test('parts stay within the cell of a ship', () => {
  for (const sizes of Object.values(refits))
    for (const parts of sizes)
      for (const part of parts)
        for (const corner of part.slice(0, 6)) expect(Math.abs(corner) + part[6]).toBeLessThan(1.2)
})
