import { expect, test } from 'vitest'
import { createMeter } from './netgraph.ts'
import { createRing } from './ring.ts'
import type { NetSample } from './ring.ts'

const sample = (rttMs: number): NetSample => ({
  rttMs,
  marginTicks: -rttMs,
  frameBytes: 0,
  correctionU: 0,
  frameMs: 16,
  tickDelay: 3,
  skipped: 0,
})

test('an empty ring is all zero', () => {
  const ring = createRing(4)
  expect([ring.count, ring.at('rttMs', 0), ring.most('rttMs'), ring.mean('rttMs')]).toEqual([0, 0, 0, 0])
})

test('the ring keeps the newest and forgets the oldest', () => {
  const ring = createRing(4)
  const reused = sample(0)
  for (let i = 1; i <= 6; i++) {
    reused.rttMs = i
    ring.push(reused)
  }
  expect(ring.count).toBe(4)
  expect([0, 1, 2, 3, 4, -1].map((age) => ring.at('rttMs', age))).toEqual([6, 5, 4, 3, 0, 0])
  expect(ring.most('rttMs')).toBe(6)
  expect(ring.mean('rttMs')).toBe(4.5)
  expect(ring.at('frameMs', 2)).toBe(16)
})

test('negative values keep their sign', () => {
  const ring = createRing(2)
  ring.push(sample(3))
  expect(ring.at('marginTicks', 0)).toBe(-3)
})

test('bytes are counted by type and second', () => {
  const meter = createMeter()
  expect(meter.text(10_000)).toBe('')
  meter.add('cell', 300)
  meter.add('cell', 300)
  meter.add('events', 50)
  expect(meter.text(10_500)).toBe('')
  expect(meter.text(12_000)).toBe('cell 300 B/s\nevents 25 B/s')
  expect(meter.text(13_000)).toBe('cell 0 B/s\nevents 0 B/s')
})
