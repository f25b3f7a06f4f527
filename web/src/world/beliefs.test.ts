// The model against frames written by hand: what PROTOCOL.md says in "A client handles a frame".

import { expect, test } from 'vitest'
import { ProtocolError, Reader } from '../net/msgpack.ts'
import { GoneBlast, IDBorn, IDCellState, IDFrame, IDWindow } from '../net/protocol.gen.ts'
import { Beliefs } from './beliefs.ts'
import { leftHit, leftSight, leftSpent, leftTaken } from './witness.ts'
import type { Witness } from './witness.ts'
import { FrameMaker, bolt, catalog, course, gone, hit, ore, rock, ship, taken } from './testing.ts'
import { cellOf } from './thing.ts'
import type { Thing } from './thing.ts'

class Notes implements Witness {
  lines: string[] = []
  came(t: Thing, fresh: boolean): void {
    this.lines.push(`came ${t.slot}${fresh ? ' fresh' : ''}`)
  }
  flown(): void {}
  turned(t: Thing): void {
    this.lines.push(`turned ${t.slot}`)
  }
  looked(): void {}
  hit(_: unknown, b: Thing | null, t: Thing | null): void {
    this.lines.push(`hit ${b?.slot} ${t?.slot}`)
  }
  taken(t: Thing, s: Thing | null): void {
    this.lines.push(`taken ${t.slot} ${s?.slot}`)
  }
  left(t: Thing, why: number): void {
    this.lines.push(`left ${t.slot} ${why}`)
  }
}

function world(): { beliefs: Beliefs; notes: Notes; play: (frame: FrameMaker) => void } {
  const notes = new Notes()
  const beliefs = new Beliefs(catalog, notes)
  const reader = new Reader()
  beliefs.clear(65530)
  const play = (frame: FrameMaker): void => {
    reader.reset(frame.bytes())
    for (let type = reader.next(); type >= 0; type = reader.next()) expect(beliefs.take(type, reader)).toBe(true)
    beliefs.end()
  }
  return { beliefs, notes, play }
}

const here = cellOf(0, 0)
const right = cellOf(512, 0)
const all = [62, 62, 67, 67]
const open = (tick: number): FrameMaker => new FrameMaker().add(IDFrame, [tick, 0, 0]).add(IDWindow, all)
const next = (tick: number): FrameMaker => new FrameMaker().add(IDFrame, [tick, 0, 0])

test('ticks go on past their 16 bits', () => {
  const { beliefs, play } = world()
  play(open(65535))
  play(next(3))
  expect(beliefs.tick).toBe(65539)
})

test('a state is flown forward by its age, and on with the ticks', () => {
  const { beliefs, play } = world()
  play(open(65531).add(IDCellState, [here, null, null, [rock({ slot: 1, x: 0, y: 0, vx: 16 * 30, age: 2 })], null]))
  const keep = 1 - catalog.sector.rockDrag * (1 / 30)
  let v = 30
  let x = 0
  for (let i = 0; i < 2; i++) {
    v *= keep
    x += v * (1 / 30)
  }
  expect(beliefs.find(1)!.x).toBe(x)
  play(next(65534))
  for (let i = 0; i < 3; i++) {
    v *= keep
    x += v * (1 / 30)
  }
  expect(beliefs.find(1)!.x).toBe(x)
})

test('what a cell state does not name is gone, unless a born of the same frame names it', () => {
  const { beliefs, notes, play } = world()
  play(open(1).add(IDBorn, [here, null, [ship({ slot: 4 }), ship({ slot: 5 }), ship({ slot: 6 })], null, null]))
  notes.lines = []
  const moved = next(2)
    .add(IDCellState, [here, null, [ship({ slot: 4 })], null, null])
    .add(IDBorn, [right, null, [ship({ slot: 6, x: 2 * 600 })], null, null])
  play(moved)
  expect(beliefs.living.map((t) => t.slot).sort()).toEqual([4, 6])
  expect(notes.lines).toContain(`left 5 ${leftSight}`)
})

test('a thing that flew out of a stated cell in this frame counts as having been in it', () => {
  const { beliefs, play } = world()
  play(open(1).add(IDCellState, [here, null, [ship({ slot: 4, x: 2 * 255, vx: 16 * 300 })], null, null]))
  expect(beliefs.find(4)!.cell).toBe(here)
  play(next(3).add(IDCellState, [here, null, null, null, null]))
  expect(beliefs.find(4)).toBeNull()
})

test('what leaves the window is dropped, by flight or because the window moved', () => {
  const { beliefs, play } = world()
  play(
    open(1).add(IDCellState, [
      right,
      null,
      [ship({ slot: 4, x: 2 * 1020, vx: 16 * 900 })],
      [rock({ slot: 5, x: 1200 })],
      null,
    ]),
  )
  play(next(2))
  expect(beliefs.find(4)).toBeNull()
  expect(beliefs.find(5)).not.toBeNull()
  play(next(3).add(IDWindow, [60, 60, 65, 65]))
  expect(beliefs.find(5)).toBeNull()
  expect(beliefs.living).toHaveLength(0)
})

test('another generation in a slot is another thing', () => {
  const { beliefs, notes, play } = world()
  play(open(1).add(IDBorn, [here, null, [ship({ slot: 4, gen: 1 })], null, null]))
  const first = beliefs.find(4)
  play(next(2).add(IDBorn, [here, null, null, [rock({ slot: 4, gen: 2 })], null]))
  expect(beliefs.find(4)).not.toBe(first)
  expect(beliefs.living).toHaveLength(1)
  expect(notes.lines.at(-1)).toBe('came 4 fresh')
})

test('bolts live as long as the catalog says, and not a tick longer', () => {
  const { beliefs, notes, play } = world()
  play(open(1).add(IDBorn, [here, [bolt({ slot: 9, dir: 256, range: 3 })], null, null, null]))
  const life = catalog.weapons[0]!.life + catalog.growth.tracks[5]!.step * 3
  play(next(1 + life))
  const t = beliefs.find(9)!
  const step = catalog.weapons[0]!.speed * (1 / 30)
  let y = 0
  for (let i = 0; i < life; i++) y += step
  expect(t.y).toBe(y)
  expect(t.x).toBe(0)
  play(next(2 + life))
  expect(beliefs.find(9)).toBeNull()
  expect(notes.lines.at(-1)).toBe(`left 9 ${leftSpent}`)
})

test('changes find their things by slot, and unknown slots are skipped', () => {
  const { beliefs, notes, play } = world()
  play(open(1).add(IDBorn, [here, [bolt({ slot: 9 })], [ship({ slot: 4 })], null, [ore({ slot: 7 })]]))
  notes.lines = []
  play(
    next(2).delta(here, {
      courses: [course({ slot: 4, x: 40 }), course({ slot: 99 })],
      hits: [hit(9, 4)],
      gone: [gone(4, GoneBlast), gone(98, 1)],
      taken: [taken(7, 4)],
    }),
  )
  expect(notes.lines).toEqual([
    'turned 4',
    'hit 9 4',
    `left 9 ${leftHit}`,
    'taken 7 4',
    `left 7 ${leftTaken}`,
    `left 4 ${GoneBlast}`,
  ])
  expect(beliefs.living).toHaveLength(0)
})

test('a ship record that runs over its bin is refused', () => {
  const { play } = world()
  const cut = ship({ slot: 4 }, 'Ada').slice(0, -2)
  expect(() => play(open(1).add(IDBorn, [here, null, [cut], null, null]))).toThrow(ProtocolError)
})

test('ten thousand frames leave nothing behind', () => {
  const { beliefs, play } = world()
  play(open(0))
  for (let i = 1; i <= 10_000; i++) {
    const slot = i % 500
    play(next(i & 0xffff).add(IDBorn, [here, [bolt({ slot, gen: i & 0xff })], null, null, null]))
  }
  expect(beliefs.living.length).toBeLessThan(60)
})
