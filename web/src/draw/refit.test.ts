import { expect, test } from 'vitest'
import { refitKinds, refits } from './hulls.ts'
import { refitSize } from './refit.ts'

test('each part grows with the upgrades that it stands for, and no part is ever lost again', () => {
  const fresh = { level: 0, engine: 0, reach: 0 }
  const sizes = (ship: typeof fresh) => refitKinds.map((refit) => refitSize(refit, ship))
  expect(sizes(fresh)).toEqual([0, 0, 0])
  expect(sizes({ ...fresh, engine: 1 })).toEqual([1, 0, 0])
  expect(sizes({ ...fresh, reach: 1 })).toEqual([0, 1, 0])
  expect(sizes({ ...fresh, level: 4 })).toEqual([0, 0, 1])
  for (const key of ['level', 'engine', 'reach'] as const)
    for (let grown = 1; grown <= 30; grown++)
      sizes({ ...fresh, [key]: grown }).forEach((size, i) => {
        expect(size).toBeGreaterThanOrEqual(sizes({ ...fresh, [key]: grown - 1 })[i]!)
      })
  expect(sizes({ level: 30, engine: 8, reach: 8 })).toEqual([2, 2, 2])
})

test('parts stay within the cell of a ship', () => {
  for (const sizes of Object.values(refits))
    for (const parts of sizes)
      for (const part of parts)
        for (const corner of part.slice(0, 6)) expect(Math.abs(corner) + part[6]).toBeLessThan(1.2)
})
