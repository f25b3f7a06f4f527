// One visit of the real client: its line, world and picture as the page runs them, a camera that sees what a screen
// would, and no screen. It notes each picture. The rooms of the page that only listen are left empty.

import { WebSocket } from 'ws'
import { Camera } from '../src/draw/camera.ts'
import { Dice } from '../src/draw/dice.ts'
import type { HudActions, HudState } from '../src/hud/state.ts'
import { createLine } from '../src/net/line.ts'
import type { Ground, Socket } from '../src/net/line.ts'
import { Reader } from '../src/net/msgpack.ts'
import {
  ButtonBeam,
  ButtonBoost,
  IDFrame,
  IDWelcome,
  decodeFrame,
  decodeWelcome,
  newFrame,
  newWelcome,
} from '../src/net/protocol.gen.ts'
import { Game } from '../src/play/game.ts'
import type { Rooms } from '../src/play/game.ts'
import type { Held } from '../src/input/held.ts'
import type { Catalog } from '../src/world/catalog.ts'
import type { Controls } from '../src/world/predict.ts'
import type { Shown } from '../src/world/shown.ts'
import { idOf } from '../src/world/thing.ts'
import { Pilot } from './pilot.ts'
import type { Pulse } from './pulse.ts'
import { throughWeather } from './weather.ts'
import type { Weather } from './weather.ts'

const closingMs = 400 // the own picture closes a gap to 2 % in that time

/** What one picture showed. */
export interface Note {
  at: number // ms
  now: number // the tick at the server then, with fraction
  strained: boolean // the machine stood still of late
  render: number // the tick at which others are shown
  predict: number // the tick of the own ship
  settled: number // tick of the newest state of the own ship that was told so long ago that the picture has taken it in
  own: number // id, -1 without a ship
  x: number
  y: number
  vx: number
  vy: number
  others: Float64Array // id, x, y of each other ship
  view: readonly [x: number, y: number, halfWidth: number, halfHeight: number]
}

/** What of the controls moves a ship, as one number; the truth tells the same. */
const helmOf = ({ move, power, buttons }: Readonly<Controls>): number =>
  move | (power << 8) | ((buttons & ButtonBoost) !== 0 ? 1 << 12 : 0) | ((buttons & ButtonBeam) !== 0 ? 1 << 13 : 0)

/** Where the own ship was computed to be at the end of a tick, when that was computed first. */
export interface Foretold {
  tick: number
  told: number // tick of the state it was flown from
  own: number
  x: number
  y: number
  vx: number
  vy: number
}

/** Where all visits go. */
export interface Host {
  url: string // of the WebSocket
  catalog: Catalog
  pulse: Pulse
}

export class Visit {
  readonly notes: Note[] = []
  readonly foretold: Foretold[] = []
  /** What the own ship was flown with in each tick, as `helmOf`. */
  readonly helms = new Map<number, number>()
  readonly game: Game
  readonly #host: Host
  readonly #weather: Weather
  readonly #dice: Dice
  readonly #pilot: Pilot
  readonly #camera = new Camera()
  readonly #reader = new Reader()
  #tick = 0 // of the frame that left the server last
  readonly #name: string
  readonly #tellings: { at: number; tick: number }[] = [] // of the own ship's state
  #actions: HudActions | null = null

  constructor(host: Host, weather: Weather, seed: number) {
    this.#host = host
    this.#weather = weather
    this.#dice = new Dice().seed(seed)
    this.#pilot = new Pilot(new Dice().seed(seed + 1))
    this.#name = `Witness ${seed}`
    const ground = this.#ground()
    const line = createLine(ground, 'truth', 'en')
    this.game = new Game(host.catalog, ground, line, this.#rooms())
    this.#overhear()
    this.game.start()
    line.open()
  }

  /** One picture. */
  frame(): void {
    const now = performance.now()
    this.game.frame(now)
    if (this.game.line.state !== 'open' || this.game.beliefs.tick < 0) return
    this.#note(now)
  }

  leave(): void {
    this.game.line.close()
  }

  // Notes what the prediction is given and what it makes of it.
  #overhear(): void {
    const { own } = this.game
    const take = own.take.bind(own)
    const fly = own.fly.bind(own)
    own.take = (self, tick) => {
      this.#tellings.push({ at: performance.now(), tick })
      take(self, tick)
    }
    own.fly = (tick, held) => {
      const due = own.flying && tick > own.tick
      this.helms.set(tick, helmOf(held))
      fly(tick, held)
      const { x, y, vx, vy } = own.body
      if (due) this.foretold.push({ tick, told: this.#tellings.at(-1)!.tick, own: idOf(own), x, y, vx, vy })
    }
  }

  #note(at: number): void {
    const { shown } = this.game.picture
    const { clock } = this.game
    const { x: cameraX, y: cameraY, halfWidth, halfHeight } = this.#camera
    const ships = shown.ships.items.slice(0, shown.ships.count)
    const ours = ships.find((ship) => ship.own)
    this.notes.push({
      at,
      now: this.#host.pulse.tick(at),
      strained: this.#host.pulse.strained(at),
      render: clock.render,
      predict: clock.predict,
      settled: this.#settled(at),
      own: ours?.id ?? -1,
      x: ours?.x ?? 0,
      y: ours?.y ?? 0,
      vx: ours?.vx ?? 0,
      vy: ours?.vy ?? 0,
      others: Float64Array.from(ships.flatMap((ship) => (ship.own ? [] : [ship.id, ship.x, ship.y]))),
      view: [cameraX, cameraY, halfWidth, halfHeight],
    })
  }

  #settled(at: number): number {
    return this.#tellings.findLast((telling) => telling.at <= at - closingMs)?.tick ?? -1
  }

  #ground(): Ground {
    let key: string | null = null
    return {
      connect: () => {
        const inner = new WebSocket(this.#host.url) as unknown as Socket & { onerror: () => void }
        inner.onerror = () => undefined // the close that follows tells it
        return throughWeather(inner, this.#weather, this.#dice, (data) => this.#early(data))
      },
      now: () => performance.now(),
      later(ms, call) {
        const id = setTimeout(call, ms)
        return () => clearTimeout(id)
      },
      random: () => this.#dice.next(),
      recall: () => key,
      keep: (told) => {
        key = told
      },
    }
  }

  // What leaves the server tells which tick it is there.
  #early(data: ArrayBuffer): void {
    const reader = this.#reader
    const now = performance.now()
    reader.reset(data)
    for (let type = reader.next(); type >= 0; type = reader.next()) {
      if (type === IDWelcome) {
        const welcome = newWelcome()
        decodeWelcome(reader, welcome)
        this.#tick = welcome.tick
      } else if (type === IDFrame) {
        const frame = newFrame()
        decodeFrame(reader, frame)
        this.#tick += frame.after
      }
      reader.done()
    }
    this.#host.pulse.beat(this.#tick, now)
  }

  // A game asks for the hands once before it is made.
  #hands(): Held {
    const game: Game | undefined = this.game
    return game === undefined ? this.#pilot.rest : this.#pilot.hold(game.picture.shown)
  }

  #rooms(): Rooms {
    const quiet = (): undefined => undefined
    const camera = this.#camera
    const settings = { hue: 3, autoFire: false, name: this.#name }
    const rooms = {
      view: {
        camera,
        stats: {},
        worldToScreen: (x: number, y: number) => camera.worldToScreen(x, y),
        draw: (shown: Shown) => camera.follow(shown),
      },
      audio: { play: quiet, engine: quiet, ui: quiet },
      controls: { sample: () => this.#hands(), device: 'keys' },
      settings: { now: settings, set: quiet },
      hud: (actions: HudActions) => {
        this.#actions = actions
        return { update: (state: HudState) => this.#look(state), hint: quiet, device: quiet, graph: { push: quiet } }
      },
      reload: () => {
        throw new Error(`the server plays by another catalog than ${this.#host.catalog.hash}`)
      },
    }
    return rooms as unknown as Rooms
  }

  // Presses what a player would: Play, Play again, and one of the upgrades.
  #look(state: HudState): void {
    if (state.phase === 'menu' || state.phase === 'dead') this.#actions?.play(this.#name, 3)
    if (state.choices.length > 0) this.#actions?.choose(Math.floor(this.#dice.between(0, 3)) as 0 | 1 | 2)
  }
}
