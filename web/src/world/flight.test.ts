import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { burnBeam, burnBoost, dirOf, drift, step, table, trigger } from './flight.ts'
import type { Body, Drive } from './flight.ts'

interface GoBody {
  X: number
  Y: number
  Vx: number
  Vy: number
  Energy: number
  Cool: number
}

interface GoStep {
  helm: { Move: number; Power: number; Boost: boolean; Beam: boolean }
  fire: boolean
  body: GoBody
  burn: { Boost: boolean; Beam: boolean }
  shot: boolean
  drift: GoBody
}

interface Golden {
  dirs: { X: number; Y: number }[]
  flights: { drive: Record<string, number>; start: GoBody; steps: GoStep[]; drag: number }[]
  DirOf: [number, number, number][]
}

const path = new URL('../../../game/flight/testdata/flight.json', import.meta.url)
const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden

const bodyOf = (b: GoBody): Body => ({ x: b.X, y: b.Y, vx: b.Vx, vy: b.Vy, energy: b.Energy, cool: b.Cool })
const lower = (record: Record<string, number>): Drive =>
  Object.fromEntries(Object.entries(record).map(([k, v]) => [k[0]!.toLowerCase() + k.slice(1), v])) as unknown as Drive

// toBe compares by Object.is: the same bits, also for -0.
function same(got: Body, want: GoBody, where: string): void {
  const wanted = bodyOf(want)
  for (const key of Object.keys(wanted) as (keyof Body)[]) expect(got[key], `${where} ${key}`).toBe(wanted[key])
}

test('the table of directions is the same to the bit', () => {
  expect(golden.dirs).toHaveLength(1024)
  golden.dirs.forEach((dir, i) => {
    expect(table[2 * i], `x of ${i}`).toBe(dir.X)
    expect(table[2 * i + 1], `y of ${i}`).toBe(dir.Y)
  })
})

test('flights recorded in Go are the same to the bit', () => {
  expect(golden.flights.length).toBeGreaterThan(0)
  golden.flights.forEach((flight, n) => {
    const body = bodyOf(flight.start)
    const afloat = bodyOf(flight.start)
    const drive = lower(flight.drive)
    flight.steps.forEach((s, i) => {
      const helm = { move: s.helm.Move, power: s.helm.Power, boost: s.helm.Boost, beam: s.helm.Beam }
      const burn = step(body, helm, drive)
      expect(burn, `burn ${n}/${i}`).toBe((s.burn.Boost ? burnBoost : 0) | (s.burn.Beam ? burnBeam : 0))
      expect(trigger(body, s.fire, 7), `shot ${n}/${i}`).toBe(s.shot)
      drift(afloat, flight.drag)
      same(body, s.body, `flight ${n}/${i}`)
      same(afloat, s.drift, `drift ${n}/${i}`)
    })
  })
})

test('the nearest direction is the same', () => {
  expect(golden.DirOf.length).toBeGreaterThan(0)
  for (const [x, y, dir] of golden.DirOf) expect(dirOf(x, y), `${x}, ${y}`).toBe(dir)
  for (let i = 0; i < 1024; i++) expect(dirOf(table[2 * i]! * 250, table[2 * i + 1]! * 250)).toBe(i)
  for (const [x, y] of [
    [0, 0],
    [NaN, 1],
    [Infinity, 0],
  ] as const)
    expect(dirOf(x, y)).toBe(0)
})
