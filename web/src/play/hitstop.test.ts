import { expect, test } from 'vitest'
import { HitStop, longestStop } from './hitstop.ts'

/** Runs pictures of 1/60 s, and gives back what each of them showed, in ms. */
function run(stop: HitStop, ms: number, each: (at: number) => void = () => undefined): number[] {
  const shown: number[] = []
  for (let at = 0; at < ms; at += 1000 / 60) {
    each(at)
    shown.push(stop.step(1000 / 60))
    expect(stop.lagMs).toBeLessThanOrEqual(longestStop + 1e-9)
    expect(shown.at(-1)).toBeGreaterThanOrEqual(0)
  }
  return shown
}

test('the heaviest blow stops the picture for 40 ms, which it then makes up for', () => {
  const stop = new HitStop()
  stop.blow(1)
  const shown = run(stop, 400)
  expect(shown[0]).toBe(0)
  expect(shown[1]).toBe(0)
  expect(shown[2]).toBeGreaterThan(0)
  expect(stop.lagMs).toBeCloseTo(0, 9)
  expect(shown.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo((shown.length * 1000) / 60, 6)
})

test('lighter blows stop for less, and light ones not at all', () => {
  const still = (weight: number): number => {
    const stop = new HitStop()
    stop.blow(weight)
    return stop.lagMs + 100 - stop.step(100) // a step longer than any stop shows the rest, with its making up
  }
  expect(still(0.2)).toBe(0)
  expect(still(NaN)).toBe(0)
  expect(still(0.5)).toBeLessThan(still(1))
})

test('a burst of heavy blows never lags by more than one stop, and stands still for no more than a fifth of it', () => {
  const stop = new HitStop()
  const shown = run(stop, 3000, () => stop.blow(1))
  expect(shown.filter((ms) => ms < 8).length / shown.length).toBeLessThan(0.2)
})
