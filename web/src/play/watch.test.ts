// Looking around without a ship, with a server written by hand.

import { expect, test } from 'vitest'
import {
  IDPhase,
  IDWatch,
  Nobody,
  PhaseDead,
  PhaseSpectating,
  WatchFight,
  WatchNext,
  WatchPlace,
  WatchPrevious,
  WatchShip,
} from '../net/protocol.gen.ts'
import { gone, ship, windowOf } from '../world/testing.ts'
import { Stage } from './testing.ts'

const bob = { slot: 9, gen: 1, x: 600, y: 80, left: 63, shield: 21, level: 4 }

function watching(): Stage {
  const s = new Stage()
  s.welcome()
  s.brings(s.frame(500, { ships: [ship(bob, 'Bob')] }).sees(windowOf(2000)).add(IDPhase, [PhaseSpectating, 9]))
  s.run(400)
  return s
}

test('the menu floats over the ship that the server shows', () => {
  const s = watching()
  expect(s.told!.phase).toBe('menu')
  expect(s.told!.watched).toMatchObject({ on: false, free: false, name: 'Bob', level: 4 })
  expect(s.told!.watched.hull).toBeCloseTo(1)
  expect(s.told!.watched.shield).toBeCloseTo(1 / 3)
  expect(s.game.picture.shown.focusX).toBeCloseTo(300, 0)
  expect(s.of(IDWatch)).toEqual([])
})

test('pilots are asked for by turns and by the table, and the best fight again', () => {
  const s = watching()
  const row = { name: 'Bob', score: 70, slot: 9, flags: 0 }
  s.game.standing.board.rows.push(row, { ...row, name: 'Gone', slot: Nobody })
  s.actions.watch('next')
  s.game.press('previous')
  s.actions.watchRow(0)
  s.actions.watchRow(1)
  s.actions.watchRow(7)
  s.run(120)
  expect(s.told!.watched).toMatchObject({ on: true, rank: 1, score: 70 })
  s.actions.watch('off')
  s.run(120)
  expect(s.told!.watched.on).toBe(false)
  expect(s.of(IDWatch)).toEqual([
    [IDWatch, WatchNext, Nobody, 0, 0],
    [IDWatch, WatchPrevious, Nobody, 0, 0],
    [IDWatch, WatchShip, 9, 0, 0],
    [IDWatch, WatchFight, Nobody, 0, 0],
  ])
})

test('the free camera goes by drag and stick, tells its place now and then, and stays in the sector', () => {
  const s = watching()
  s.brings(s.frame(506).add(46, [500, 0, 0, Nobody, new Uint8Array(128)]))
  s.actions.drag(-40, 0) // not while the menu is up
  s.run(100)
  expect(s.told!.watched.free).toBe(false)
  s.actions.watch('on')
  s.actions.drag(-40, 25)
  s.run(300)
  expect(s.told!.watched).toMatchObject({ on: true, free: true, name: '' })
  expect(s.of(IDWatch)).toEqual([[IDWatch, WatchPlace, Nobody, 80, -50]])
  s.held.moveX = 1
  s.run(3000)
  s.held.moveX = 0
  expect(s.game.picture.shown.focusX).toBeGreaterThan(490)
  expect(Math.hypot(s.game.picture.shown.focusX, s.game.picture.shown.focusY)).toBeLessThan(501)
  const told = s.of(IDWatch)
  expect(told.length, 'not with every picture').toBeLessThan(12)
  expect(told.at(-1)![3]).toBeGreaterThan(900)
  s.actions.watch('fight')
  s.run(60)
  expect(s.game.picture.shown.focusX).toBeCloseTo(300, 0)
})

test('zoom has its bounds and ends with the look around', () => {
  const s = watching()
  const { camera } = s.view
  s.actions.zoom(2)
  expect(camera.aside, 'the fight is beside the menu').toBeGreaterThan(0.3)
  expect((1 + camera.aside) / camera.magnify, 'and no place is shown that the server does not tell of').toBeLessThan(1.14)
  s.actions.watch('on')
  s.actions.zoom(2)
  expect(camera.magnify).toBe(2)
  s.actions.zoom(100)
  expect(camera.magnify).toBe(2.6)
  s.actions.zoom(0.001)
  expect(camera.magnify).toBe(0.88)
  s.actions.watch('off')
  s.takeOff(540)
  expect([camera.magnify, camera.aside]).toEqual([1, 0])
})

test('a flight ends the look around, and in flight there is none', () => {
  const s = watching()
  s.actions.watch('on')
  s.actions.drag(-400, 0)
  s.run(50)
  s.takeOff(540)
  expect(s.told!.phase).toBe('flying')
  expect(s.told!.watched).toMatchObject({ on: false, free: false })
  expect(s.dives).toBe(1)
  s.sent = []
  s.actions.watch('next')
  s.actions.watchRow(0)
  s.actions.drag(10, 10)
  s.run(300)
  expect(s.of(IDWatch)).toEqual([])
  expect(s.told!.watched.on).toBe(false)
})

test('the eye goes over to the killer, and by a cut to who is far', () => {
  const s = new Stage()
  s.fly()
  const [turns, cuts] = [s.turns, s.cuts]
  s.brings(
    s
      .frame(512, { gone: [gone(7, 1)], ships: [ship({ slot: 9, gen: 1, x: 200, y: 0 }, 'Bob')] })
      .add(IDPhase, [PhaseDead, 9]),
  )
  s.run(500)
  expect([s.turns - turns, s.cuts - cuts]).toEqual([1, 0])
  s.brings(s.frame(530, { ships: [ship({ slot: 11, gen: 1, x: 3000, y: 0 }, 'Far')] }).add(IDPhase, [PhaseDead, 11]))
  s.run(500)
  expect([s.turns - turns, s.cuts - cuts]).toEqual([2, 1])
})

test('a new line is told the place anew', () => {
  const s = watching()
  s.actions.watch('on')
  s.actions.drag(-40, 25)
  s.run(300)
  s.game.line.cut()
  s.game.wake()
  s.sent = []
  s.socket.onopen?.(undefined as never)
  s.welcome('test', false, 520)
  s.brings(s.frame(521).add(IDPhase, [PhaseSpectating, 9]))
  s.run(200)
  expect(s.of(IDWatch)).toEqual([[IDWatch, WatchPlace, Nobody, 80, -50]])
})

test('who waits for a ship that nobody has free is told so', () => {
  const s = watching()
  s.actions.play('Ada', 1)
  s.run(1000)
  expect(s.told!.queued).toBe(false)
  s.run(4000)
  expect(s.told!.queued).toBe(true)
  s.takeOff(540)
  expect(s.told!.queued).toBe(false)
})
