// The game put together, with a server written by hand and rooms that only listen.

import { expect, test } from 'vitest'
import type { HudActions, HudState } from '../hud/state.ts'
import type { Held } from '../input/held.ts'
import type { Ground, Socket } from '../net/line.ts'
import { Reader, Writer } from '../net/msgpack.ts'
import {
  ButtonFire,
  IDBorn,
  IDFrame,
  IDInput,
  IDOffer,
  IDPhase,
  IDPlay,
  IDStatus,
  IDView,
  IDWindow,
  PhaseDead,
  PhaseFlying,
  PhaseSpectating,
} from '../net/protocol.gen.ts'
import type { Happening } from '../world/shown.ts'
import { FrameMaker, catalog, gone, ship } from '../world/testing.ts'
import { cellOf } from '../world/thing.ts'
import { Game } from './game.ts'
import type { Rooms } from './game.ts'

const here = cellOf(0, 0)
const tracks = new Uint8Array(8)

class Stage {
  now = 1000
  sent: number[][] = []
  told: HudState | null = null
  seen: Happening[] = []
  reloads = 0
  readonly held: Held = {
    moveX: 0,
    moveY: 0,
    aimX: 1,
    aimY: 0,
    fire: false,
    beam: false,
    boost: false,
    autoFire: false,
    device: 'keys',
  }
  readonly game: Game
  actions!: HudActions
  sockets: (Socket & { onmessage: (event: { data: unknown }) => void })[] = []

  constructor() {
    this.game = new Game(catalog, this.ground(), 'test', 'en', this.rooms())
    this.game.start()
    this.socket.onopen?.(undefined as never)
  }

  get socket(): Stage['sockets'][number] {
    return this.sockets.at(-1)!
  }

  ground(): Ground {
    return {
      connect: () => {
        const send = (bytes: Uint8Array): void => void this.sent.push(numbersOf(bytes))
        const socket = {
          binaryType: '',
          bufferedAmount: 0,
          onopen: null,
          onmessage: () => undefined,
          onclose: null,
          send,
          close: () => undefined,
        }
        this.sockets.push(socket)
        return socket
      },
      now: () => this.now,
      later: () => () => undefined,
      random: () => 0.5,
      recall: () => null,
      keep: () => undefined,
    }
  }

  rooms(): Rooms {
    const rooms = {
      view: {
        camera: { restHalfWidth: 750, restHalfHeight: 422 },
        stats: {},
        worldToScreen: () => ({ x: 0, y: 0 }),
        draw: (_: unknown, happenings: Happening[]) => this.seen.push(...happenings),
      },
      audio: { play: () => undefined, engine: () => undefined, ui: () => undefined },
      controls: { sample: () => this.held, device: 'keys' },
      settings: { now: { name: 'Ada', hue: 3, autoFire: false }, set: () => undefined },
      hud: (actions: HudActions) => {
        this.actions = actions
        return {
          update: (state: HudState) => (this.told = state),
          hint: () => undefined,
          graph: { push: () => undefined, open: false },
        }
      },
      reload: () => this.reloads++,
    }
    return rooms as unknown as Rooms
  }

  brings(frame: FrameMaker): void {
    this.socket.onmessage({ data: frame.bytes().slice().buffer })
  }

  welcome(hash = 'test'): void {
    const w = new Writer()
    w.array(15)
    for (const value of [32, 1, '', 1, new Uint8Array(2), false, 30, 500, hash, 16384, 512, 6, 1024, '']) {
      if (typeof value === 'number') w.uint(value)
      else if (typeof value === 'string') w.string(value)
      else if (typeof value === 'boolean') w.bool(value)
      else w.bin(value)
    }
    w.array(0)
    this.socket.onmessage({ data: w.bytes().slice().buffer })
  }

  run(ms: number): void {
    for (const until = this.now + ms; this.now < until; ) {
      this.now += 16
      this.game.frame(this.now)
    }
  }

  of(type: number): number[][] {
    return this.sent.filter((fields) => fields[0] === type)
  }

  /** Welcomed, seen a first frame, and given a ship in slot 7. */
  fly(): void {
    this.welcome()
    this.brings(
      new FrameMaker().add(IDFrame, [500, 0, 0]).add(IDWindow, [60, 60, 67, 67]).add(IDPhase, [PhaseSpectating, 65535]),
    )
    this.run(200)
    this.brings(
      new FrameMaker()
        .add(IDFrame, [506, 0, 0])
        .add(IDBorn, [here, null, [ship({ slot: 7, gen: 1, flags: 64, left: 255 }, 'Ada')], null, null])
        .add(IDPhase, [PhaseFlying, 7])
        .self({ slot: 7, gen: 1, x: 0, y: 0, vx: 0, vy: 0, energy: 100, cool: 0, hull: 0, tracks })
        .add(IDStatus, [50, 100, 30, 60, 100]),
    )
    this.run(120)
  }
}

function numbersOf(bytes: Uint8Array): number[] {
  const r = new Reader()
  r.reset(bytes)
  const fields = [r.next()]
  if (fields[0] === IDInput || fields[0] === IDView) while (r.left > 0) fields.push(r.int(0, 65535))
  return fields
}

test('the way from the menu into a ship', () => {
  const s = new Stage()
  s.run(120)
  expect(s.told!.phase).toBe('connecting')
  s.welcome()
  s.brings(new FrameMaker().add(IDFrame, [500, 0, 0]).add(IDPhase, [PhaseSpectating, 65535]))
  s.run(120)
  expect(s.told!.phase).toBe('menu')
  expect(s.of(IDView)).toEqual([[IDView, 855, 482]])
  s.actions.play('Ada', 3)
  s.run(40)
  expect(s.of(IDPlay)).toHaveLength(1)
  s.run(1500)
  expect(s.of(IDPlay).length, 'a wish that is not granted is told again').toBe(3)
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
    s.brings(new FrameMaker().add(IDFrame, [tick, 0, 0]))
  }
  expect(s.of(IDInput).length).toBeGreaterThanOrEqual(4)
  expect(s.of(IDInput).at(-1)![3]).toBeGreaterThan(530)
  s.game.show(true)
  s.run(100)
  expect(s.game.picture.shown.ships.count).toBe(1)
})

test('a death is told, shown with a blast of its own, and Play again asks again', () => {
  const s = new Stage()
  s.fly()
  s.brings(
    new FrameMaker()
      .add(IDFrame, [516, 0, 0])
      .delta(here, { gone: [gone(7, 1)] })
      .add(IDPhase, [PhaseDead, 65535])
      .add(44, ['Nyx', 9, 1, 12, 2, 40, 3, 1, 45]),
  )
  s.run(150)
  expect(s.told!.phase).toBe('dead')
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
  s.brings(new FrameMaker().add(IDFrame, [516, 0, 0]).add(IDOffer, [4, 0, 3, 7, 1]))
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

test('another catalog than the one in hand means another page', () => {
  const s = new Stage()
  s.welcome('other')
  expect(s.reloads).toBe(1)
})
