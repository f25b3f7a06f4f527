import { expect, test } from 'vitest'
import { Pacer } from './quality.ts'

function run(pacer: Pacer, seconds: number, gapMs: (pacer: Pacer) => number, from = 1000): number {
  let now = from
  while (now < from + seconds * 1000) {
    now += gapMs(pacer)
    pacer.tick(now)
  }
  return now
}

test('software starts low and never leaves it upwards', () => {
  const pacer = new Pacer(true)
  expect(pacer.rung.quality).toBe('low')
  run(pacer, 60, () => 16.6)
  expect(pacer.rung).toEqual({ quality: 'low', scale: 1 })
})

test('a crawling picture gets cheaper within a second and a half', () => {
  const pacer = new Pacer(false)
  run(pacer, 1.5, () => 60)
  expect(pacer.rung.quality).toBe('low')
})

test('a smooth machine climbs to high', () => {
  const pacer = new Pacer(false)
  run(pacer, 20, () => 16.6)
  expect(pacer.rung.quality).toBe('high')
})

test('a rung that was too much is tried again ever more rarely', () => {
  const pacer = new Pacer(false)
  let changes = 0
  let last = pacer.rung
  run(pacer, 120, (p) => {
    if (p.rung !== last) changes++
    last = p.rung
    return p.rung.quality === 'high' ? 28 : 16
  })
  expect(pacer.rung.quality).toBe('medium')
  expect(changes).toBeLessThanOrEqual(8)
})

test('a screen of 30 pictures a second does not cost the quality', () => {
  const pacer = new Pacer(false)
  run(pacer, 40, () => 33.3)
  expect(pacer.rung.quality).not.toBe('low')
})

test('a hidden tab is no slow picture', () => {
  const pacer = new Pacer(false)
  const now = run(pacer, 8, () => 16.6)
  const before = pacer.rung
  pacer.tick(now + 90_000)
  run(pacer, 3, () => 16.6, now + 90_000)
  expect(pacer.rung).toBe(before)
})

test('a chosen quality stays', () => {
  const pacer = new Pacer(false)
  pacer.choose('high')
  run(pacer, 10, () => 90)
  expect(pacer.rung.quality).toBe('high')
  pacer.choose('auto')
  expect(pacer.rung.quality).toBe('medium')
})

test('the same choice told again, as with every other setting, forgets nothing that was learned', () => {
  const pacer = new Pacer(false)
  pacer.choose('auto')
  const now = run(pacer, 4, (p) => (p.rung.quality === 'low' ? 16 : 60))
  expect(pacer.rung.quality).toBe('low')
  pacer.choose('auto')
  expect(pacer.rung.quality).toBe('low')
  run(pacer, 10, (p) => (p.rung.quality === 'low' ? 16 : 60), now)
  expect(pacer.rung.quality, 'the step that failed is still known').toBe('low')
})

test('a weak chip, whose time goes with the pixels, goes down the whole ladder and stays on the rung that holds', () => {
  const pacer = new Pacer(false)
  let changes = 0
  let last = pacer.rung
  run(pacer, 60, (p) => {
    if (p.rung !== last) changes++
    last = p.rung
    const { quality, scale } = p.rung
    return quality === 'low' ? 44 * scale ** 2 : quality === 'medium' ? 60 : 90
  })
  expect(pacer.rung).toEqual({ quality: 'low', scale: 0.6 })
  expect(changes).toBeLessThanOrEqual(9)
})
