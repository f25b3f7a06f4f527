// A visit to the game for tests only: the game put together, with a server written by hand and rooms that only listen.

import type { HudActions, HudState } from '../hud/state.ts'
import type { Device, Held } from '../input/held.ts'
import { createLine } from '../net/line.ts'
import type { Ground, Socket } from '../net/line.ts'
import { Reader, Writer } from '../net/msgpack.ts'
import { IDInput, IDPhase, IDStatus, IDView, IDWatch, PhaseFlying, PhaseSpectating } from '../net/protocol.gen.ts'
import type { Happening } from '../world/shown.ts'
import { FrameMaker, catalog, ship, windowOf } from '../world/testing.ts'
import type { Records } from '../world/testing.ts'
import { AimAssist } from './assist.ts'
import { Game } from './game.ts'
import type { Rooms } from './game.ts'

/** The levels of a ship without upgrades. */
export const tracks = new Uint8Array(8)

/** Calls a game on a socket of its own; `now` is its clock, `sent` what it told the server. */
export class Stage {
  now = 1000
  sent: number[][] = []
  told: HudState | null = null
  seen: Happening[] = []
  reloads = 0
  turns = 0
  dives = 0
  cuts = 0
  devices: Device[] = []
  player = 'Ada' // the name in the settings
  readonly held: Held = {
    moveX: 0,
    moveY: 0,
    aimX: 1,
    aimY: 0,
    aiming: false,
    fire: false,
    beam: false,
    boost: false,
    autoFire: false,
    device: 'keys',
  }
  readonly view = {
    camera: {
      restHalfWidth: 750,
      restHalfHeight: 422,
      x: 0,
      y: 0,
      zoom: 1,
      magnify: 1,
      aside: 0,
      turn: () => this.turns++,
      dive: () => this.dives++,
    },
    stats: {},
    worldToScreen: () => ({ x: 0, y: 0 }),
    draw: (_: unknown, happenings: Happening[]) => this.seen.push(...happenings),
  }
  readonly game: Game
  actions!: HudActions
  sockets: (Socket & { onmessage: (event: { data: unknown }) => void })[] = []

  constructor(device: Device = 'keys') {
    this.held.device = device
    const ground = this.ground()
    const line = createLine(ground, 'test', 'en')
    this.game = new Game(catalog, ground, line, this.rooms())
    this.game.bendAim(new AimAssist())
    this.game.start()
    line.open()
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
    const name = (): string => this.player
    const settings = {
      hue: 3,
      autoFire: false,
      get name() {
        return name()
      },
    }
    const rooms = {
      view: this.view,
      audio: { play: () => undefined, engine: () => undefined, ui: () => undefined },
      controls: { sample: () => this.held, device: this.held.device },
      settings: { now: settings, set: () => undefined },
      hud: (actions: HudActions) => {
        this.actions = actions
        return {
          update: (state: HudState) => (this.told = state),
          hint: () => undefined,
          cut: () => this.cuts++,
          device: (device: Device) => this.devices.push(device),
          graph: { push: () => undefined, open: false },
        }
      },
      reload: () => this.reloads++,
    }
    return rooms as unknown as Rooms
  }

  /** Begins a frame of that tick, the first in its WebSocket message. */
  frame(tick: number, records: Records = {}): FrameMaker {
    return new FrameMaker().frame(tick - this.game.beliefs.tick, records)
  }

  brings(frame: FrameMaker): void {
    this.socket.onmessage({ data: frame.bytes().slice().buffer })
  }

  welcome(hash = 'test', resumed = false, tick = 499): void {
    const w = new Writer()
    w.array(15)
    for (const value of [32, 1, '', 1, new Uint8Array(2), resumed, 30, tick, hash, 16384, 128, 6, 1024, '']) {
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
    this.spawn()
  }

  /** Sees a first frame, and is given a ship in slot 7. */
  spawn(): void {
    this.brings(this.frame(500).sees(windowOf(2000)).add(IDPhase, [PhaseSpectating, 65535]))
    this.run(200)
    this.takeOff(506)
  }

  /** Is given a ship in slot 7 at that tick. */
  takeOff(tick: number): void {
    this.brings(
      this.frame(tick, { ships: [ship({ slot: 7, gen: 1, flags: 64, left: 63 }, 'Ada')] })
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
  if (fields[0] === IDInput || fields[0] === IDView || fields[0] === IDWatch) while (r.left > 0) fields.push(r.int(-32768, 65535))
  return fields
}
