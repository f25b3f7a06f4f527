import { expect, test } from 'vitest'
import type { Samples } from '../hud/netgraph.ts'
import type { Line } from '../net/line.ts'
import type { Clock } from '../world/clock.ts'
import type { Predicted } from '../world/predict.ts'
import { Meter, judgeLine } from './meter.ts'

function newMeter(): Meter {
  const graph = { push: () => undefined, open: false } as unknown as Samples
  return new Meter(graph, { bytesIn: 0 } as Line, { rttMs: 20, margin: 1, delayTicks: 2 } as Clock)
}

function show(meter: Meter, gaps: number[], from = 1000): number {
  let now = from
  for (const gap of gaps) meter.picture((now += gap), { corrections: 0 } as Predicted, 0)
  return now
}

test('a smooth page leaves the figures to the line', () => {
  expect(judgeLine(40, 0.5, 30, 0)).toBe('good')
  expect(judgeLine(150, 0.5, 30, 0)).toBe('fair')
  expect(judgeLine(300, 0.5, 30, 0)).toBe('poor')
  expect(judgeLine(40, 5, 30, 0)).toBe('poor')
  expect(judgeLine(40, 0.5, 1600, 0)).toBe('lost')
})

test('what the page itself explains is called a slow page', () => {
  expect(judgeLine(180, 4.5, 90, 150), 'pictures of 150 ms').toBe('slow')
  expect(judgeLine(40, 8, 2100, 2000), 'right after a halt of two seconds').toBe('slow')
})

test('what it cannot explain stays with the line', () => {
  expect(judgeLine(600, 1, 90, 150)).toBe('poor')
  expect(judgeLine(40, 0.5, 4000, 500)).toBe('lost')
  expect(judgeLine(40, 0.5, 30, 150), 'a slow page on a good line').toBe('good')
})

test('a stall is remembered for some seconds, a screen of 30 pictures and a hidden tab are none', () => {
  const meter = newMeter()
  let now = show(meter, Array(60).fill(33.3))
  expect(meter.stallMs).toBe(0)
  meter.rest()
  now = show(meter, [90_000, ...Array(10).fill(16.6)], now)
  expect(meter.stallMs).toBe(0)
  now = show(meter, [400], now)
  expect(meter.stallMs).toBe(400)
  now = show(meter, Array(180).fill(16.6), now)
  expect(meter.stallMs).toBeGreaterThan(180)
  expect(meter.stallMs).toBeLessThan(220)
  show(meter, Array(1800).fill(16.6), now)
  expect(meter.stallMs).toBeLessThan(1)
})
