// What clients show, held against what the server knew, over a quiet line and a bad one at once. It needs a server:
// `make build`. How it is asked for another run is told in options.ts.

import { describe, expect, test } from 'vitest'
import type { Verdict } from './judge.ts'
import { courses, lines, seed } from './options.ts'
import { rows } from './report.ts'
import { measure } from './run.ts'
import type { Weather } from './weather.ts'

const tickMs = 1000 / 30

// Distances in u. Others are shown 2 to 5 ticks behind what comes, and that is as old as the line is long.
const goals: [what: string, measured: (v: Verdict) => number, most: (w: Weather) => number][] = [
  ['the error of other ships, median', (v) => v.others.at(0.5), () => 2],
  ['the error of other ships, 99th percentile', (v) => v.others.at(0.99), () => 12],
  [
    'how long after the server others are shown in the mean, in ms',
    (v) => v.delayMs.at(0.5),
    (w) => w.delayMs + w.swingMs + 6 * tickMs,
  ],
  ['the widest jump of the own ship without a push', (v) => v.jump.at(1), () => 24],
  ['the error of the own ship where nothing disturbed it', (v) => v.foretold.at(1), () => 0],
  ['ships shown that were not there, of all', (v) => v.ghosts / v.others.count, () => 0.02],
  // Who is behind after a stall is shown less far for a while.
  ['ships not shown, of all', (v) => v.unseen / v.others.count, (w) => (w.stalled > 0 ? 0.05 : 0.01)],
]

// What is measured too little of is not known.
const samples: [what: string, count: (v: Verdict) => number, least: number][] = [
  ['other ships in pictures', (v) => v.others.count, 2000],
  ['pictures of the own ship that was not pushed', (v) => v.jump.count, 100],
  ['ticks of the own ship that nothing disturbed', (v) => v.foretold.count, 100],
]

describe.each(courses)('$name, $seconds s', (course) => {
  test('what is shown is true', { timeout: (course.seconds + 120) * 1000 }, async () => {
    const verdicts = await measure({ ...course, seed, lines })
    console.log(`\n${course.name}, ${course.seconds} s, seed ${seed}\n${rows(verdicts)}\n`)
    expect(verdicts.size).toBe(lines.length)
    for (const { name, weather } of lines) {
      const verdict = verdicts.get(name)!
      for (const [what, count, least] of samples)
        expect.soft(count(verdict), `${name} line: ${what}`).toBeGreaterThanOrEqual(least)
      for (const [what, measured, most] of goals)
        expect.soft(measured(verdict), `${name} line: ${what}`).toBeLessThanOrEqual(most(weather))
    }
  })
})
