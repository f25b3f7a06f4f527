// The model against frames written by hand: what PROTOCOL.md says in "A client handles a frame".

import { expect, test } from 'vitest'
import { ProtocolError, Reader } from '../net/msgpack.ts'
import { GoneBlast, HitRock, IDFrame, NewsKinds, ShipBoosting } from '../net/protocol.gen.ts'
import { Beliefs } from './beliefs.ts'
import { gunOf, lifeOf } from './catalog.ts'
import { move } from './flight.ts'
import type { Body } from './flight.ts'
import {
  FrameMaker,
  bolt,
  catalog,
  chip,
  course,
  gone,
  hit,
  look,
  news,
  ore,
  rock,
  ship,
  shot,
  shove,
  lying,
  still,
  swing,
  taken,
  turn,
  windowOf,
} from './testing.ts'
import type { Records } from './testing.ts'
import { cellOf, idOf, kindBolt } from './thing.ts'
import type { Thing } from './thing.ts'
import { leftHit, leftSight, leftSpent, leftTaken } from './witness.ts'
import type { Witness } from './witness.ts'

const nameOf = (t: Thing | null): string =>
  t === null ? '-' : t.kind === kindBolt ? `bolt ${t.owner}` : String(t.slot)

class Notes implements Witness {
  lines: string[] = []
  came(t: Thing, fresh: boolean): void {
    this.lines.push(`came ${nameOf(t)}${fresh ? ' fresh' : ''}`)
  }
  flown(): void {}
  turned(t: Thing): void {
    this.lines.push(`turned ${nameOf(t)}`)
  }
  steered(t: Thing): void {
    this.lines.push(`steered ${nameOf(t)}`)
  }
  looked(): void {}
  hit(kind: number, amount: number, owner: number, b: Thing | null, t: Thing | null): void {
    this.lines.push(`hit ${kind} ${amount} by ${owner}: ${nameOf(b)}, ${nameOf(t)}`)
  }
  taken(t: Thing, s: Thing | null): void {
    this.lines.push(`taken ${nameOf(t)} ${nameOf(s)}`)
  }
  left(t: Thing, why: number): void {
    this.lines.push(`left ${nameOf(t)} ${why}`)
  }
}

const firstTick = 65530 // of the welcome

function world(): { beliefs: Beliefs; notes: Notes; play: (frame: FrameMaker) => void; bolts: () => Thing[] } {
  const notes = new Notes()
  const beliefs = new Beliefs(catalog, notes)
  const reader = new Reader()
  beliefs.clear(firstTick)
  const play = (frame: FrameMaker): void => {
    reader.reset(frame.bytes())
    for (let type = reader.next(); type >= 0; type = reader.next()) expect(beliefs.take(type, reader)).toBe(true)
    beliefs.end()
  }
  return { beliefs, notes, play, bolts: () => beliefs.living.filter((t) => t.kind === kindBolt) }
}

const here = cellOf(0, 0)
const next = (after = 1, records: Records = {}): FrameMaker => new FrameMaker().frame(after, records)
const open = (records: Records = {}): FrameMaker => next(1, records).sees(windowOf(1500))

test('frames count from the welcome and from each other', () => {
  const { beliefs, play } = world()
  play(open())
  expect(beliefs.tick).toBe(firstTick + 1)
  play(next(8))
  expect(beliefs.tick).toBe(firstTick + 9)
  beliefs.clear(70)
  play(open())
  expect(beliefs.tick).toBe(71)
})

test('a WebSocket message may hold several frames, each of which ends the one before', () => {
  const { beliefs, notes, play } = world()
  const many = open({ ships: [ship({ slot: 4 }), ship({ slot: 5 })] })
    .frame(2)
    .cell(here, { ships: [ship({ slot: 4 })] })
    .frame(3, { gone: [gone(4, GoneBlast)] })
  play(many)
  expect(beliefs.tick).toBe(firstTick + 6)
  expect(notes.lines).toEqual([
    'came 4 fresh',
    'came 5 fresh',
    'turned 4',
    `left 5 ${leftSight}`,
    `left 4 ${GoneBlast}`,
  ])
})

test('a state is flown forward by its age, and on with the ticks', () => {
  const { beliefs, play } = world()
  play(open().cell(here, { rocks: [rock({ slot: 1, x: 0, y: 0, vx: 16 * 30, age: 2 })] }))
  const keep = 1 - catalog.sector.rockDrag * (1 / 30)
  let v = 30
  let x = 0
  for (let i = 0; i < 2; i++) {
    v *= keep
    x += v * (1 / 30)
  }
  expect(beliefs.find(1)!.x).toBe(x)
  play(next(3))
  for (let i = 0; i < 3; i++) {
    v *= keep
    x += v * (1 / 30)
  }
  expect(beliefs.find(1)!.x).toBe(x)
})

test('a rock at rest is a rock', () => {
  const { beliefs, play } = world()
  play(open({ still: [still({ slot: 1, gen: 2, x: 11, y: -6, radius: 30, seed: 4, rich: 5, left: 6 })] }))
  expect(beliefs.find(1)).toMatchObject({ gen: 2, x: 5.5, y: -3, vx: 0, radius: 30, seed: 4, rich: 5, left: 6 })
})

test('ore at rest is ore', () => {
  const { beliefs, play } = world()
  play(open({ lying: [lying({ slot: 1, gen: 2, x: 11, y: -6, kind: 2 })] }))
  expect(beliefs.find(1)).toMatchObject({ gen: 2, x: 5.5, y: -3, vx: 0, vy: 0, ore: 2 })
})

test('where a rock comes to rest its place is rounded', () => {
  const { beliefs, play } = world()
  play(open({ rocks: [rock({ slot: 1, x: 3, vx: 16, vy: 5, radius: 30 })] }))
  const t = beliefs.find(1)!
  while (t.vx !== 0) play(next(1))
  expect([t.x, t.y].map((v) => v * 2)).toEqual([t.x, t.y].map((v) => Math.round(v * 2)))
  expect(t.x).toBeGreaterThan(1.5)
})

test('a turn goes back to the end of the tick before, rounds, and flies that tick again', () => {
  const { beliefs, notes, play } = world()
  play(open({ ships: [ship({ slot: 4, x: 3, vx: 16 * 200 + 5, flags: 15 })] }))
  play(next(4))
  const t = beliefs.find(4)!
  const b: Body = { x: t.x, y: t.y, vx: t.vx, vy: t.vy, energy: 0, cool: 0 }
  play(next(1, { turns: [turn({ slot: 4, move: 64, aim: 9, flags: 12 | ShipBoosting })] }))
  b.x = Math.floor(b.x * 2 + 0.5) / 2
  b.y = Math.floor(b.y * 2 + 0.5) / 2
  b.vx = Math.floor(b.vx * 16 + 0.5) / 16
  b.vy = Math.floor(b.vy * 16 + 0.5) / 16
  move(b, 64, 12, true, t.drive)
  expect(t).toMatchObject({ x: b.x, y: b.y, vx: b.vx, vy: b.vy, move: 64, aim: 9, flags: 12 | ShipBoosting })
  expect(notes.lines.at(-1)).toBe('steered 4')
})

test('a swing turns to one of sixteen directions, and all else is held on', () => {
  const swung = world()
  const turned = world()
  const first = open({ ships: [ship({ slot: 4, x: 3, vx: 16 * 200 + 5, move: 3, aim: 77, flags: 12 | ShipBoosting })] })
  for (const { play } of [swung, turned]) {
    play(first)
    play(next(4))
  }
  swung.play(next(1, { swings: [swing(4, 11), swing(99, 1)] }))
  turned.play(next(1, { turns: [turn({ slot: 4, move: 11 * 16, aim: 77, flags: 12 | ShipBoosting })] }))
  const { x, y, vx, vy } = turned.beliefs.find(4)!
  const controls = { move: 176, aim: 77, flags: 12 | ShipBoosting }
  expect(swung.beliefs.find(4)).toMatchObject({ x, y, vx, vy, ...controls })
  expect(swung.notes.lines.at(-1)).toBe('steered 4')
})

test('a shove moves a ship from where it is believed to be, and its controls stay', () => {
  const { beliefs, notes, play } = world()
  play(open({ ships: [ship({ slot: 4, x: 3, y: -100, vx: 16 * 200 + 5, vy: -7, move: 40, aim: 9, flags: 7 })] }))
  play(next(4))
  const t = beliefs.find(4)!
  const body: Body = { x: t.x, y: t.y, vx: t.vx, vy: t.vy, energy: 0, cool: 0 }
  move(body, 40, 7, false, t.drive)
  play(next(1, { shoves: [shove({ slot: 4, dx: -32, dy: 31, vx: -2048, vy: 2047 }), shove({ slot: 98 })] }))
  expect(t).toMatchObject({
    x: (Math.floor(body.x * 2 + 0.5) - 32) / 2,
    y: (Math.floor(body.y * 2 + 0.5) + 31) / 2,
    vx: -1024,
    vy: 1023.5,
    move: 40,
    aim: 9,
    flags: 7,
  })
  expect(t.cell).toBe(cellOf(t.x, t.y))
  expect(notes.lines.at(-1)).toBe('turned 4')
})

test('a ship without a name has the one that was told before on this line for its slot and gen', () => {
  const { beliefs, play } = world()
  const named = (): string | undefined => beliefs.find(4)?.name
  const away = [...windowOf(1500)].map((cell) => cell + 60)
  const back = (gen: number, name = ''): void => {
    play(next(1).sees(away))
    expect(beliefs.find(4)).toBeNull()
    play(next(1, { ships: [ship({ slot: 4, gen }, name)] }).sees(windowOf(1500)))
  }
  play(open({ ships: [ship({ slot: 4, gen: 1 }, 'Ada'), ship({ slot: 5, gen: 1 }, 'Nyx')] }))
  play(next(1, { ships: [ship({ slot: 4, gen: 1 })] }))
  expect(named()).toBe('Ada')
  back(1)
  expect(named()).toBe('Ada')
  back(2)
  expect(named(), 'of another').toBe('')
  back(3, 'Rook')
  back(3)
  expect(named()).toBe('Rook')
  beliefs.clear(firstTick)
  play(open({ ships: [ship({ slot: 4, gen: 3 })] }))
  expect(named(), 'on another line').toBe('')
})

test('a turn of a tick in the middle of several frames counts from the end of the tick before it', () => {
  const alone = world()
  const together = world()
  const first = open({ ships: [ship({ slot: 4, vx: 16 * 90, flags: 15 })] })
  const turns = (move: number): Records => ({ turns: [turn({ slot: 4, move, flags: 15 })] })
  alone.play(first)
  together.play(first)
  alone.play(next(3, turns(50)))
  alone.play(next(1, turns(120)))
  together.play(next(3, turns(50)).frame(1, turns(120)))
  for (const field of ['x', 'y', 'vx', 'vy'] as const)
    expect(Object.is(alone.beliefs.find(4)![field], together.beliefs.find(4)![field]), field).toBe(true)
})

test('what a cell state does not name is gone, unless other news of the same frame names it', () => {
  const { beliefs, notes, play } = world()
  play(open({ ships: [ship({ slot: 4 }), ship({ slot: 5 }), ship({ slot: 6 })] }))
  notes.lines = []
  play(next(1, { ships: [ship({ slot: 6, x: 2 * 600 })] }).cell(here, { ships: [ship({ slot: 4 })] }))
  expect(beliefs.living.map((t) => t.slot).sort()).toEqual([4, 6])
  expect(notes.lines).toContain(`left 5 ${leftSight}`)
})

test('what a frame tells of a cell tells nothing of the next frame', () => {
  const { beliefs, play } = world()
  play(open().cell(here, { ships: [ship({ slot: 4 })] }))
  play(next(1))
  expect(beliefs.find(4)).not.toBeNull()
})

test('a thing that flew out of a stated cell in this frame counts as having been in it', () => {
  const { beliefs, play } = world()
  play(open().cell(here, { ships: [ship({ slot: 4, x: 2 * 120, vx: 16 * 300 })] }))
  expect(beliefs.find(4)!.cell).toBe(here)
  play(next(2).cell(here))
  expect(beliefs.find(4)).toBeNull()
})

test('what leaves the window is dropped, by flight or because the window moved', () => {
  const { beliefs, play } = world()
  play(open({ ships: [ship({ slot: 4, x: 2 * 1530, vx: 16 * 900 })], rocks: [rock({ slot: 5, x: 2 * 1200 })] }))
  play(next(1))
  expect(beliefs.find(4)).toBeNull()
  expect(beliefs.find(5)).not.toBeNull()
  play(next(1).sees(windowOf(1000)))
  expect(beliefs.find(5)).toBeNull()
  expect(beliefs.living).toHaveLength(0)
})

test('bolts and ore are seen in the inner part of the window only', () => {
  const { beliefs, play, bolts } = world()
  const far = { x: 2 * 700, y: 0 }
  play(
    open({
      bolts: [bolt({ owner: 3, ...far }), bolt({ owner: 4, x: 2 * 440 })],
      ships: [ship({ slot: 5, ...far })],
      rocks: [rock({ slot: 6, ...far })],
      ores: [ore({ slot: 7, ...far }), ore({ slot: 8 })],
    }).sees(windowOf(1500, 500)),
  )
  expect(beliefs.living.map(nameOf).sort()).toEqual(['5', '6', '8', 'bolt 4'])
  play(next(2))
  expect(bolts(), 'still within').toHaveLength(1)
  play(next(3))
  expect(bolts(), 'it has flown out').toHaveLength(0)
  play(next(1).sees(windowOf(1500, 0)))
  expect(beliefs.find(8), 'the cell in the middle').not.toBeNull()
  play(next(1).sees([...windowOf(1500).slice(0, 4), 0, 0, 0, 0]))
  expect(beliefs.living.map(nameOf).sort()).toEqual(['5', '6'])
})

test('another generation in a slot is another thing', () => {
  const { beliefs, notes, play } = world()
  play(open({ ships: [ship({ slot: 4, gen: 1 })] }))
  const first = beliefs.find(4)
  play(next(1, { rocks: [rock({ slot: 4, gen: 2 })] }))
  expect(beliefs.find(4)).not.toBe(first)
  expect(beliefs.living).toHaveLength(1)
  expect(notes.lines.at(-1)).toBe('came 4 fresh')
})

test('bolts live as long as the catalog says, and not a tick longer', () => {
  const { notes, play, bolts } = world()
  play(open({ bolts: [bolt({ owner: 9, flies: 256 | (3 << 10) })] }))
  const life = lifeOf(catalog, 0, 3)
  play(next(life))
  const t = bolts()[0]!
  const step = catalog.weapons[0]!.speed * (1 / 30)
  let y = 0
  for (let i = 0; i < life; i++) y += step
  expect(t.y).toBe(y)
  expect(t.x).toBe(0)
  play(next(1))
  expect(bolts()).toHaveLength(0)
  expect(notes.lines.at(-1)).toBe(`left bolt 9 ${leftSpent}`)
})

test('a shot begins at the muzzle of the ship as it is believed then, and flies from the next tick on', () => {
  const { beliefs, notes, play, bolts } = world()
  play(open({ ships: [ship({ slot: 4, vx: 16 * 100, hue: 6, flags: 15, reach: 2 })] }))
  play(next(2, { turns: [turn({ slot: 4, move: 64, flags: 15 })], shots: [shot(4, 129), shot(77, 0)] }))
  expect(bolts()).toHaveLength(1)
  const [t] = bolts()
  const s = beliefs.find(4)!
  const angle = (129 / 512) * Math.PI
  const gun = catalog.weapons[gunOf(catalog, 0)]!
  expect(Math.abs(t!.x - (s.x + Math.cos(angle) * gun.muzzle))).toBeLessThanOrEqual(0.2501)
  expect(Math.abs(t!.y - (s.y + Math.sin(angle) * gun.muzzle))).toBeLessThanOrEqual(0.2501)
  expect([t!.x * 2, t!.y * 2].every(Number.isInteger), 'rounded as it would travel').toBe(true)
  expect(t).toMatchObject({
    owner: 4,
    born: beliefs.tick,
    dir: 129,
    hue: 6,
    dies: beliefs.tick + lifeOf(catalog, 0, 2),
  })
  expect(notes.lines.at(-1)).toBe('came bolt 4 fresh')
  const { x } = t!
  play(next(1))
  expect(t!.x).toBeGreaterThan(x)
})

test('a bolt flies as far as its ship was last told to reach', () => {
  const { beliefs, play, bolts } = world()
  play(open({ ships: [ship({ slot: 4, reach: 2 })] }))
  play(next(1, { looks: [look({ slot: 4, drive: 3, reach: 9 })], shots: [shot(4, 0)] }))
  expect(bolts()[0]!.dies).toBe(beliefs.tick + lifeOf(catalog, 0, 9))
  expect(beliefs.find(4)).toMatchObject({ engine: 3, reach: 9 })
})

test('bolts are known by their owner and the tick they were fired in', () => {
  const { beliefs, notes, play, bolts } = world()
  play(open({ ships: [ship({ slot: 4 }), ship({ slot: 5, x: 2 * 200 })], shots: [] }))
  play(next(1, { shots: [shot(4, 0), shot(5, 0)] }))
  play(next(3, { shots: [shot(4, 0)] }))
  expect(new Set(bolts().map(idOf)).size).toBe(3)
  expect(beliefs.find(65535)).toBeNull()
  notes.lines = []
  play(next(2, { hits: [hit(4, 2, 5)], chips: [chip(5, 5), chip(4, 4)] }))
  expect(notes.lines).toEqual([
    'hit 0 9 by 4: bolt 4, 5',
    `left bolt 4 ${leftHit}`,
    `hit ${HitRock} 0 by 5: bolt 5, -`,
    `left bolt 5 ${leftHit}`,
    `hit ${HitRock} 0 by 4: -, -`,
  ])
  expect(bolts().map((t) => beliefs.tick - t.born)).toEqual([5])
  const again = bolts()[0]!
  play(next(1, { bolts: [bolt({ owner: 4, age: 6, x: 500 })] }))
  expect(bolts(), 'told again it is the same').toEqual([again])
})

test('changes find their things by slot and kind, and others are skipped', () => {
  const { beliefs, notes, play } = world()
  play(open({ ships: [ship({ slot: 4 })], rocks: [rock({ slot: 6 })], ores: [ore({ slot: 7 })] }))
  notes.lines = []
  play(
    next(1, {
      looks: [look({ slot: 6, hull: 1 }), look({ slot: 4, level: 3 })],
      turns: [turn({ slot: 6 }), turn({ slot: 99 })],
      courses: [course({ slot: 4, x: 40 }), course({ slot: 99 }), course({ slot: 7 })],
      gone: [gone(4, GoneBlast), gone(98, 1)],
      taken: [taken(7, 4), taken(6, 4)],
    }),
  )
  expect(notes.lines).toEqual(['turned 4', 'taken 7 4', `left 7 ${leftTaken}`, `left 4 ${GoneBlast}`])
  expect(beliefs.living.map(nameOf)).toEqual(['6'])
})

test('news that does not fit into the frame comes in deltas', () => {
  const { beliefs, play } = world()
  play(open({ ships: [ship({ slot: 4 })] }).delta({ ships: [ship({ slot: 5 })] }))
  expect(beliefs.living.map(nameOf).sort()).toEqual(['4', '5'])
})

test('news that is cut short, of no kind or of nothing that can be is refused', () => {
  const ships = news({ ships: [ship({ slot: 4 }, 'Ada')] })
  const bad = [
    ships.slice(0, -2),
    new Uint8Array([NewsKinds << 3]),
    news({ bolts: [bolt({ kind: 31 })] }),
    news({ rocks: [rock({ slot: 65535 })] }),
  ]
  for (const bin of bad) {
    const { play } = world()
    expect(() => play(new FrameMaker().add(IDFrame, [1, bin]))).toThrow(ProtocolError)
  }
})

test('ten thousand frames leave nothing behind', () => {
  const { beliefs, play } = world()
  play(open())
  for (let i = 1; i <= 10_000; i++) play(next(1, { bolts: [bolt({ owner: i % 500 })] }))
  expect(beliefs.living.length).toBeLessThan(60)
})
