import { expect, test } from 'vitest'
import { Verdict } from './judge.ts'
import { Truth, late, pushed } from './truth.ts'
import type { Foretold, Note } from './visit.ts'

const other = 5
const own = 7

type Course = (tick: number) => [x: number, y: number, vx: number, vy: number, befell: number, helm: number]

const rest: Course = () => [0, 0, 0, 0, 0, 0]

// The truth of ticks 0 to 100: one other ship, and the own one.
function truthOf(others: Course, ours: Course = rest): Truth {
  const truth = new Truth()
  truth.take('{"truth":1,"rate":30}')
  for (let tick = 0; tick <= 100; tick++)
    truth.take(
      JSON.stringify({
        tick,
        ships: [
          [other, 0, ...others(tick)],
          [own, 0, ...ours(tick)],
        ],
      }),
    )
  return truth
}

function note(more: Partial<Note>): Note {
  return {
    at: 0,
    now: 0,
    strained: false,
    render: 0,
    predict: 0,
    settled: -1,
    own,
    x: 0,
    y: 0,
    vx: 0,
    vy: 0,
    others: new Float64Array([other, 0, 0]),
    view: [0, 0, 750, 422],
    ...more,
  }
}

function judge(truth: Truth, notes: Note[], foretold: Foretold[] = [], helms = new Map<number, number>()): Verdict {
  const verdict = new Verdict()
  verdict.take(truth, { notes, foretold, helms })
  return verdict
}

test('others are held against the truth between two ticks, and against that of now', () => {
  const flying: Course = (tick) => [3 * tick, 0, 90, 0, 0, 0]
  const v = judge(truthOf(flying), [note({ render: 10.5, now: 14, others: new Float64Array([other, 33.5, 0]) })])
  expect(v.others.at(1)).toBeCloseTo(2, 9)
  expect(v.age.at(1)).toBeCloseTo(8.5, 9)
  expect(v.delayMs.at(1)).toBeCloseTo(116.67, 1)
})

test('only what is on the screen counts', () => {
  const v = judge(truthOf(rest), [note({ others: new Float64Array([other, 900, 0]) })])
  expect(v.others.count).toBe(0)
})

test('pictures of a machine that stood still are not judged', () => {
  const v = judge(truthOf(rest), [note({ others: new Float64Array([other, 50, 0]), strained: true })])
  expect([v.others.count, v.pictures, v.strained]).toEqual([0, 1, 1])
})

test('ships that are not there and ships that are not shown are counted', () => {
  const v = judge(truthOf(rest), [note({ others: new Float64Array([99, 10, 0]) })])
  expect([v.ghosts, v.unseen]).toEqual([1, 1])
})

test('a jump is what the speed does not explain, and a push excuses it until it is settled', () => {
  const truth = truthOf(rest, (tick) => [0, 0, 0, 0, tick === 40 ? pushed : 0, 0])
  const flight = (predict: number, settled: number): Note[] => [
    note({ predict, settled, vx: 300 }),
    note({ predict, settled, vx: 300, at: 20, x: 6 + 9 }),
  ]
  expect(judge(truth, flight(30, 20)).jump.at(1)).toBeCloseTo(9, 9)
  const struck = judge(truth, flight(50, 39))
  expect([struck.jump.count, struck.pushed.count]).toEqual([0, 1])
  expect(judge(truth, flight(60, 40)).jump.count).toBe(1)
})

test('what was foretold must come to the bit, unless the controls came late', () => {
  const ours: Course = (tick) => [tick, 0, 30, 0, tick === 50 ? late : 0, tick < 50 ? 1 : 2]
  const truth = truthOf(rest, ours)
  const foretold = (tick: number, x: number): Foretold => ({ tick, told: 40, own, x, y: 0, vx: 30, vy: 0 })
  const held = new Map(Array.from({ length: 101 }, (_, tick) => [tick, tick < 48 ? 1 : 2]))
  expect(judge(truth, [], [foretold(45, 45)], held).foretold.at(1)).toBe(0)
  expect(judge(truth, [], [foretold(45, 45.000001)], held).foretold.at(1)).toBeGreaterThan(0)
  expect(judge(truth, [], [foretold(49, 52)], held).foretold.count).toBe(0)
  const other = new Map([...held].map(([tick, helm]) => [tick, tick === 43 ? 3 : helm]))
  const silent = truthOf(rest, (tick) => [tick, 0, 30, 0, 0, 1])
  expect(judge(silent, [], [foretold(45, 46)], other).foretold.at(1), 'nobody said that it came late').toBe(1)
})
