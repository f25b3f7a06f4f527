// The game put together, with a server written by hand and rooms that only listen.

import { expect, test } from 'vitest'
import {
  ButtonFire,
  IDBye,
  IDInput,
  IDKill,
  IDOffer,
  IDPhase,
  IDPlay,
  IDView,
  PhaseDead,
  PhaseFlying,
  PhaseSpectating,
} from '../net/protocol.gen.ts'
import { FrameMaker, glance, gone, ship, windowOf } from '../world/testing.ts'
import { AimAssist } from './assist.ts'
import { Stage, tracks } from './testing.ts'

test('the way from the menu into a ship', () => {
  const s = new Stage()
  s.run(120)
  expect(s.told!.phase).toBe('connecting')
  s.welcome()
  s.brings(s.frame(500).add(IDPhase, [PhaseSpectating, 65535]))
  s.run(120)
  expect(s.told!.phase).toBe('menu')
  expect(s.of(IDView)).toEqual([[IDView, 855, 482]])
  s.actions.play('Ada', 3)
  s.run(40)
  expect(s.of(IDPlay)).toHaveLength(1)
  s.run(1500)
  expect(s.of(IDPlay).length, 'a wish that is not granted is told again').toBe(3)
})

test('who presses Play in the first moments of the page is heard at once', () => {
  const s = new Stage()
  s.now = 300 // since the navigation
  s.welcome()
  s.brings(s.frame(500).add(IDPhase, [PhaseSpectating, 65535]))
  s.run(16)
  s.actions.play('Ada', 3)
  expect(s.of(IDPlay)).toHaveLength(1)
})

test('the HUD is told of the server and of the ship with the next picture', () => {
  const s = new Stage()
  s.run(16)
  expect(s.told!.phase).toBe('connecting')
  s.welcome()
  s.brings(s.frame(500).sees(windowOf(2000)).add(IDPhase, [PhaseSpectating, 65535]))
  s.run(16)
  expect(s.told!.phase).toBe('menu')
  s.brings(
    s
      .frame(506, { ships: [ship({ slot: 7, gen: 1, left: 63 }, 'Ada')] })
      .add(IDPhase, [PhaseFlying, 7])
      .self({ slot: 7, gen: 1, x: 0, y: 0, vx: 0, vy: 0, energy: 100, cool: 0, hull: 0, tracks }),
  )
  s.run(16)
  expect(s.told!.phase).toBe('flying')
})

test('what bends the aim knows the gun of a ship that flew before it had come', () => {
  const s = new Stage('pad')
  s.fly()
  const assist = new AimAssist()
  s.game.bendAim(assist)
  expect(assist.gun.speed).toBeGreaterThan(0)
  expect(assist.gun.reach).toBeGreaterThan(0)
})

test('a ship is flown at once, and its inputs name their ticks', () => {
  const s = new Stage()
  s.fly()
  expect(s.told!.phase).toBe('flying')
  expect(s.told!.hull).toBe(0.5)
  expect(s.game.picture.shown.ownId).toBe(7 | (1 << 16))
  s.sent = []
  s.held.moveX = 1
  s.held.fire = true
  s.run(400)
  const inputs = s.of(IDInput)
  expect(inputs, 'one change, one input').toHaveLength(1)
  const [, , tick, seen, move, power, , buttons, lag] = inputs[0]!
  expect(seen).toBe(506)
  expect(tick).toBeGreaterThan(506)
  expect([move, power, buttons]).toEqual([0, 15, ButtonFire])
  expect(lag).toBeGreaterThan(2)
  expect(s.game.picture.shown.focusX).toBeGreaterThan(10)
  expect(s.seen.filter((it) => it.kind === 'shot' && it.own).length).toBeGreaterThan(0)
  expect(s.game.own.corrections).toBe(0)
})

test('a frame is answered when nothing was said for a while, also in a hidden tab', () => {
  const s = new Stage()
  s.fly()
  s.game.show(false)
  s.sent = []
  for (let tick = 510; tick < 540; tick += 3) {
    s.now += 100
    s.brings(s.frame(tick))
  }
  expect(s.of(IDInput).length).toBeGreaterThanOrEqual(4)
  expect(s.of(IDInput).at(-1)![3]).toBeGreaterThan(530)
  s.game.show(true)
  s.run(100)
  expect(s.game.picture.shown.ships.count).toBe(1)
})

test('frames that come together are taken one by one and acknowledged by the last', () => {
  const s = new Stage()
  s.fly()
  s.held.moveX = 1
  s.run(100)
  const [, seq] = s.of(IDInput).at(-1)!
  s.sent = []
  const born = { slot: 7, gen: 1, x: 50, y: 0, vx: 0, vy: 0, energy: 100, cool: 0, hull: 0, tracks }
  s.brings(s.frame(512).self(born).ack(seq!, 3).frame(2).frame(1))
  expect(s.game.beliefs.tick).toBe(515)
  expect(s.game.own.corrections, 'the state of the first of them is taken').toBe(1)
  expect(s.game.clock.margin).toBe(3)
  s.run(300)
  expect(s.of(IDInput).at(-1)![3]).toBe(515)
})

test('what was acknowledged on an old line says nothing of a new one', () => {
  const s = new Stage()
  s.fly()
  s.run(100)
  s.brings(s.frame(512).ack(s.of(IDInput).at(-1)![1]!, 3))
  expect(s.game.clock.rttMs).toBeGreaterThanOrEqual(0)
  s.game.line.cut()
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.welcome('test', true, 520)
  s.brings(s.frame(521))
  s.run(100)
  s.brings(s.frame(524))
  expect(s.game.clock.rttMs).toBe(-1)
  s.brings(s.frame(526).ack(s.of(IDInput).at(-1)![1]!, 1))
  expect(s.game.clock.rttMs, 'its own first one counts').toBeGreaterThanOrEqual(0)
  expect(s.game.clock.margin).toBe(1)
})

test('a death is told, shown with a blast of its own, and Play again asks again', () => {
  const s = new Stage()
  s.fly()
  s.brings(
    s
      .frame(516, { gone: [gone(7, 1)] })
      .add(IDPhase, [PhaseDead, 65535])
      .add(44, ['Nyx', 9, 1, 12, 2, 40, 3, 1, 45]),
  )
  s.run(150)
  expect(s.told!.phase).toBe('dead')
  expect([s.told!.hull, s.told!.shield, s.told!.energy]).toEqual([0, 0, 0])
  expect(s.told!.death).toMatchObject({ killer: 'Nyx', weapon: 'pulse', seconds: 12, kills: 2, level: 3, levelKept: 1 })
  expect(s.seen.filter((it) => it.kind === 'blast')).toMatchObject([{ own: true }])
  expect(s.game.picture.shown.ownId).toBe(-1)
  s.sent = []
  s.actions.play('Ada', 3)
  s.run(40)
  expect(s.of(IDPlay)).toHaveLength(1)
})

test('an offer is shown with the levels it would bring, and closes when taken', () => {
  const s = new Stage()
  s.fly()
  s.brings(s.frame(516).add(IDOffer, [4, 0, 3, 7, 1]))
  s.run(120)
  expect(s.told!.choices).toEqual([
    { track: 'engine', level: 1 },
    { track: 'damage', level: 1 },
    { track: 'energy', level: 1 },
  ])
  expect(s.told!.choicesWaiting).toBe(1)
  s.actions.choose(1)
  s.run(120)
  expect(s.told!.choices).toEqual([])
})

test('the HUD teaches the device in hand from the start', () => {
  expect(new Stage().devices).toEqual(['keys'])
  expect(new Stage('touch').devices).toEqual(['touch'])
})

test('a server begun anew knows nothing of the old life: it is asked for a ship at once', () => {
  const s = new Stage()
  s.fly()
  s.brings(s.frame(516).add(IDOffer, [4, 0, 3, 7, 1]).add(IDKill, ['Nyx', 1, 'Rook', 2, 1, 0, 9, 12]))
  s.run(120)
  expect(s.told!.choices).toHaveLength(3)
  expect(s.told!.feed).toHaveLength(1)
  s.brings(new FrameMaker().add(IDBye, [1012, 'Back in a moment.', 300]))
  s.socket.onclose?.({ code: 1012 })
  s.run(120)
  expect(s.told).toMatchObject({ phase: 'reconnecting', sentence: 'Back in a moment.', autopilot: false })
  s.sent = []
  s.game.line.open()
  s.socket.onopen?.(undefined as never)
  s.welcome()
  s.run(120)
  expect(s.of(IDPlay)).toHaveLength(1)
  expect(s.told).toMatchObject({ phase: 'reconnecting', choices: [], feed: [], autopilot: false, sentence: '' })
  s.spawn()
  expect(s.told!.phase).toBe('flying')
  s.run(1500)
  expect(s.of(IDPlay), 'no second wish').toHaveLength(1)
})

test('a resumed session keeps what was told, and asks for no ship', () => {
  const s = new Stage()
  s.fly()
  s.brings(s.frame(516).add(IDOffer, [4, 0, 3, 7, 1]))
  s.game.line.cut()
  s.run(120)
  expect(s.told).toMatchObject({ phase: 'reconnecting', sentence: '', autopilot: true })
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.welcome('test', true)
  s.run(120)
  expect(s.of(IDPlay)).toHaveLength(0)
  expect(s.game.standing.offer.number).toBe(4)
})

test('a line that is lost in the menu leaves no ship to an autopilot and asks for none', () => {
  const s = new Stage()
  s.welcome()
  s.brings(s.frame(500).add(IDPhase, [PhaseSpectating, 65535]))
  s.run(120)
  s.game.line.cut()
  s.run(120)
  expect(s.told).toMatchObject({ phase: 'reconnecting', autopilot: false })
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.welcome()
  s.run(120)
  expect(s.of(IDPlay)).toHaveLength(0)
  expect(s.told!.phase).toBe('menu')
})

test('the own row bears the name that the server gave', () => {
  const s = new Stage()
  s.player = ''
  s.fly()
  expect(s.told!.name).toBe('Ada')
})

test('a lost line is said, holds nothing, and the ship is back after it', () => {
  const s = new Stage()
  s.fly()
  s.held.moveX = 1
  s.run(100)
  s.game.line.cut()
  s.run(120)
  expect(s.told!.phase).toBe('reconnecting')
  expect(s.told!.retryIn).toBeGreaterThan(0)
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.fly()
  expect(s.told!.phase).toBe('flying')
  expect(s.game.picture.shown.ownId).toBe(7 | (1 << 16))
})

test('ships from afar are shown until their line ends, or the player hits them', () => {
  const s = new Stage()
  s.fly()
  const far = [5, 6].map((slot) => glance({ slot, x: 2 * 700, y: 2 * 10 * slot }))
  s.brings(
    s
      .frame(512)
      .sees(windowOf(300))
      .afar(...far),
  )
  s.run(200)
  const { afar } = s.game.picture.shown
  expect(afar.count).toBe(2)
  s.brings(s.frame(516).add(IDKill, ['Ada', 3, 'Rook', 2, 1, 0, 7, 5]))
  s.run(600)
  expect(afar.count).toBe(1)
  expect(afar.items[0]!.y).toBe(60)
  s.game.line.cut()
  s.game.wake()
  s.socket.onopen?.(undefined as never)
  s.welcome('test', true, 530)
  s.run(40)
  expect(afar.count).toBe(0)
})

test('another catalog than the one in hand means another page', () => {
  const s = new Stage()
  s.welcome('other')
  expect(s.reloads).toBe(1)
})

test('while the line is down the own ship coasts, others fade, and the page says so', () => {
  const s = new Stage()
  s.fly()
  s.brings(
    s
      .frame(510, { ships: [ship({ slot: 9, gen: 1, x: 400, y: 0, vx: 1600 }, 'Bob')] })
      .self({ slot: 7, gen: 1, x: 0, y: 0, vx: 200, vy: 0, energy: 100, cool: 0, hull: 0, tracks }),
  )
  s.run(300)
  const ships = () => s.game.picture.shown.ships.items.slice(0, s.game.picture.shown.ships.count)
  const [own, bob] = [ships().find((it) => it.own)!.x, { ...ships().find((it) => !it.own)! }]
  expect(bob.fade).toBeGreaterThan(0.5)
  s.game.line.cut()
  s.run(3000)
  expect(s.told!.phase).toBe('reconnecting')
  expect(s.told!.autopilot).toBe(true)
  expect(ships().find((it) => it.own)!.x).toBeGreaterThan(own + 40)
  expect(ships().find((it) => it.own)!.fade, 'the own ship stays').toBe(1)
  expect(ships().find((it) => !it.own)!.x).toBeGreaterThan(bob.x + 20)
  expect(ships().find((it) => !it.own)!.fade).toBeLessThan(0.35)
})
