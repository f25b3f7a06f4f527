import { expect, test } from 'vitest'
import { Pulse } from './pulse.ts'

const tickMs = 1000 / 30

test('a machine that stands still is noticed, and some time is given it to recover', () => {
  const pulse = new Pulse()
  let strained = 0
  for (let now = 0; now < 6000; now += 5) {
    const still = now > 3000 && now < 3200
    if (!still && now % 35 < 5) pulse.beat(Math.floor(now / tickMs), now)
    if (pulse.strained(now)) strained += 5
    if (now < 3000) expect(strained, `at ${now} ms`).toBe(0)
  }
  expect(strained).toBeGreaterThan(1000)
  expect(strained).toBeLessThan(1300)
  expect(pulse.tick(6000)).toBeGreaterThan(179)
  expect(pulse.tick(6000)).toBeLessThan(181)
})
