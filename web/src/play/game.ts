// One visit to the game: the line, the world, the picture, the HUD, the sound and the hands, put together.
// Start at `frame`: input, predict, play back, draw.

import type { Audio } from '../audio/audio.ts'
import type { View } from '../draw/view.ts'
import { lowHull } from '../hud/bars.ts'
import type { Hud } from '../hud/hud.ts'
import type { HudActions, Phase } from '../hud/state.ts'
import type { Controls } from '../input/controls.ts'
import type { ControlEvent, Held } from '../input/held.ts'
import type { Ground, Line, LineListener } from '../net/line.ts'
import type { Reader } from '../net/msgpack.ts'
import {
  IDAck,
  IDAfar,
  IDFrame,
  IDKill,
  IDSelf,
  PhaseFlying,
  decodeAck,
  decodeSelf,
  encodeChoose,
  encodeLeave,
  encodePlay,
  encodeView,
  newAck,
  newSelf,
} from '../net/protocol.gen.ts'
import type { Welcome } from '../net/protocol.gen.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { Tongue } from '../words/tongue.ts'
import { Beliefs } from '../world/beliefs.ts'
import type { Catalog } from '../world/catalog.ts'
import { Chronicle } from '../world/chronicle.ts'
import { Clock } from '../world/clock.ts'
import type { Moment } from '../world/moment.ts'
import { coasted } from '../world/moment.ts'
import { Picture } from '../world/picture.ts'
import { Predicted } from '../world/predict.ts'
import { idOf } from '../world/thing.ts'
import type { AimAssist } from './assist.ts'
import type { Feel } from './felt.ts'
import { Helm } from './helm.ts'
import { FirstFlight } from './hints.ts'
import { HitStop } from './hitstop.ts'
import { Meter } from './meter.ts'
import { Panel } from './panel.ts'
import { Standing } from './standing.ts'
import type { KillTold } from './standing.ts'
import { Watcher } from './watch.ts'

/** The rooms that the game is put together from. */
export interface Rooms {
  view: View
  audio: Audio
  controls: Controls
  settings: SettingsStore
  tongue: Tongue
  /** Makes the HUD, which asks for things by the actions. */
  hud(actions: HudActions): Hud
  reload(): void
}

const hudMs = 100
const never = Number.NEGATIVE_INFINITY
const playAgainMs = 700 // a wish to fly is told again until it is granted
const emptyMs = 1000 // until then a picture without a world waits, and leaves the processor to the first one with it
const queuedAsks = 4 // told so often, the wait is no moment any more
const quietMs = 400 // a server with nothing to tell says so after 200
const speedWidens = 1.14 // the camera shows so much more at full speed

export class Game implements LineListener {
  readonly line: Line
  readonly clock = new Clock()
  readonly standing = new Standing()
  readonly own: Predicted
  readonly beliefs: Beliefs
  readonly picture: Picture
  readonly stop = new HitStop()
  /** Comes a little after the game. */
  feel: Feel | null = null
  #assist: AimAssist | null = null // likewise
  readonly #rooms: Rooms
  readonly #ground: Ground
  readonly #catalog: Catalog
  readonly #chronicle: Chronicle
  readonly #helm: Helm
  readonly #hud: Hud
  readonly #panel: Panel
  readonly #hints: FirstFlight
  readonly #meter: Meter
  readonly #watcher: Watcher
  readonly #self = newSelf()
  readonly #ack = newAck() // the newest that was told
  readonly #moment: Moment
  #held: Readonly<Held>
  readonly #startedAt: number
  #pictureAt = 0
  #panelAt = 0
  #wantsShip = false
  #wasLow = false // the hull, at the last look
  #askedAt = never
  #asks = 0 // since the wish
  #told = '' // the view as the server knows it

  /** `line` may be open already. */
  constructor(catalog: Catalog, ground: Ground, line: Line, rooms: Rooms) {
    this.#rooms = rooms
    this.#ground = ground
    this.#catalog = catalog
    this.own = new Predicted(catalog)
    this.#chronicle = new Chronicle(catalog, this.own)
    this.beliefs = new Beliefs(catalog, this.#chronicle)
    this.#chronicle.watch(this.beliefs)
    this.picture = new Picture(catalog, this.beliefs, this.#chronicle, this.own)
    this.#moment = { render: 0, predict: 0, seconds: 0, dt: 0, aim: 0, thrust: 0, thrustAngle: 0, silent: 0, own: this.own.body }
    this.#held = rooms.controls.sample(0, 0)
    this.#startedAt = ground.now()
    this.line = line
    this.#helm = new Helm(line, this.clock, this.own)
    const { clock, beliefs, own, standing } = this
    const { picture } = this
    const { camera } = rooms.view
    const cut = (): void => this.#hud.cut()
    this.#watcher = new Watcher({ line, beliefs, standing, picture, camera, cut })
    this.#hud = rooms.hud(this.#actions())
    this.#hud.device(rooms.controls.device)
    this.#hints = new FirstFlight(this.#hud)
    const meter = (this.#meter = new Meter(this.#hud.graph, this.line, this.clock))
    this.#panel = new Panel({ catalog, line, clock, beliefs, own, standing, meter, settings: rooms.settings })
  }

  /** Listens to the line. From then on `frame` may run. */
  start(): void {
    this.line.listen(this)
  }

  /** What the player sees the game to be in. */
  get phase(): Phase {
    return this.#panel.phase
  }

  /** Lets the HUD fetch what it came without. */
  complete(): Promise<void> {
    return this.#hud.complete()
  }

  /** Bends the aim of sticks from now on, also of a ship that flies already. */
  bendAim(assist: AimAssist): void {
    this.#assist = assist
    this.#tellGun()
  }

  /** The own ship, -1 for none. */
  get ownId(): number {
    return this.own.flying ? idOf(this.own) : -1
  }

  /** How the last pictures were drawn. */
  get drawn(): Readonly<View['stats']> {
    return this.#rooms.view.stats
  }

  /** Where the camera is. */
  get eye(): Readonly<{ x: number; y: number }> {
    return this.#rooms.view.camera
  }

  /** One picture. */
  frame(nowMs: number): void {
    this.#takeInput()
    this.#predict(nowMs)
    this.#playBack(nowMs)
    this.#draw(nowMs)
  }

  /** The tab was hidden or shown again. */
  show(visible: boolean): void {
    this.#chronicle.asleep = !visible
    this.#chronicle.clear()
    this.picture.afar.clear()
    this.#pictureAt = 0
    this.#meter.rest()
    this.stop.clear()
    if (visible) this.line.wake()
    else this.#helm.letGo()
  }

  /** A single press of key, button or pad. */
  press(event: ControlEvent): void {
    const hud = this.#hud
    const { settings, controls } = this.#rooms
    if (this.#watcher.press(event)) return
    if (event === 'choose0') hud.choose(0)
    else if (event === 'choose1') hud.choose(1)
    else if (event === 'choose2') hud.choose(2)
    else if (event === 'confirm') hud.confirm()
    else if (event === 'debug') hud.toggleDebug()
    else if (event === 'menu') hud.toggleMenu()
    else if (event === 'mute') settings.set({ mute: !settings.now.mute })
    else if (event === 'autoFire') settings.set({ autoFire: !settings.now.autoFire })
    else hud.device(controls.device)
  }

  /** The network is back. */
  wake(): void {
    this.line.wake()
  }

  /** The window has another size. */
  resize(): void {
    this.#rooms.view.resize()
  }

  // The line's part.

  welcome(welcome: Welcome, at: number, tookMs: number): void {
    if (welcome.catalog !== this.#catalog.hash) {
      this.#rooms.reload() // the host plays by other numbers now
      return
    }
    this.#meter.names(welcome.messages)
    this.clock.begin(welcome.tick, at, tookMs)
    this.#ack.seq = this.#ack.margin = 0
    this.beliefs.clear(welcome.tick)
    this.#chronicle.clear()
    this.picture.afar.clear()
    this.own.stop()
    this.#helm.begin(at)
    if (!welcome.resumed) this.#beginAnew()
    this.#panel.joined = true
    this.#panelAt = 0 // who has pressed Play already waits for it
    this.#watcher.begin()
    this.#told = ''
    this.#tellView()
  }

  // The server has forgotten us, as after a restart: who flew, or was about to, gets a ship without a click.
  #beginAnew(): void {
    this.#wantsShip ||= this.standing.phase.phase === PhaseFlying
    this.#askedAt = never
    this.#panel.returning = this.#wantsShip
    this.standing.reset()
  }

  message(type: number, r: Reader): boolean {
    if (this.beliefs.take(type, r)) {
      if (type === IDFrame) this.#meter.frame(this.beliefs.tick)
      return true
    }
    if (type === IDAck) decodeAck(r, this.#ack)
    else if (type === IDSelf) this.#takeSelf(r)
    else if (type === IDAfar) this.picture.afar.take(r, this.beliefs.tick)
    else if (!this.standing.take(type, r)) return false
    if (type === IDKill) this.#takeKill(this.standing.kills.at(-1)!)
    return true
  }

  #takeKill({ slot, bySlot, victim }: KillTold): void {
    this.picture.afar.drop(slot)
    if (this.own.flying && bySlot === this.own.slot && slot !== bySlot) this.feel?.killed(victim)
  }

  // Of several frames that came together the newest one is what is seen, acknowledged, and set the clock by.
  end(at: number): void {
    if (this.line.state !== 'open' || this.beliefs.tick < 0) return
    this.beliefs.end()
    const { tick } = this.beliefs
    this.clock.heard(tick, at)
    this.clock.answered(this.#ack.seq, this.#ack.margin, tick, at)
    if (this.standing.phase.phase !== PhaseFlying && this.own.flying) this.#endFlight()
    this.picture.focus = this.standing.phase.focus
    if (this.#chronicle.asleep) this.#predict(at)
    this.#helm.heartbeat(at, tick)
  }

  changed(): void {
    if (this.line.state === 'open') return
    this.#helm.letGo()
    this.#panelAt = 0
  }

  #takeSelf(r: Reader): void {
    decodeSelf(r, this.#self)
    const fresh = !this.own.flying || this.#self.slot !== this.own.slot || this.#self.gen !== this.own.gen
    this.own.take(this.#self, this.beliefs.tick)
    this.#chronicle.bumped(this.own.blow)
    this.#tellGun()
    if (!fresh) return
    this.#wantsShip = this.#panel.returning = false
    this.#panelAt = 0
    this.#asks = 0
    this.#watcher.end()
    this.#rooms.view.camera.dive()
    this.#helm.owe() // a new ship holds nothing until it is told
    this.#hints.rest()
  }

  #tellGun(): void {
    if (this.own.flying) this.#assist?.take(this.#catalog, this.own.hull, this.own.tracks)
  }

  #endFlight(): void {
    this.own.stop()
    this.#helm.letGo()
  }

  // The four steps of a picture.

  #takeInput(): void {
    const { controls, view } = this.#rooms
    const { focusX, focusY } = this.picture.shown
    const at = view.worldToScreen(focusX, focusY)
    const sampled = controls.sample(at.x, at.y)
    const held = this.#assist?.steer(sampled, this.picture.shown) ?? sampled
    this.#held = held
    this.#moment.aim = Math.atan2(held.aimY, held.aimX)
    this.#moment.thrust = Math.min(1, Math.hypot(held.moveX, held.moveY))
    this.#moment.thrustAngle = Math.atan2(held.moveY, held.moveX)
    if (this.own.flying && this.line.state === 'open') this.#helm.hold(held)
    else this.#helm.letGo()
  }

  #predict(nowMs: number): void {
    this.line.check()
    if (this.line.state !== 'open') return
    this.clock.move(nowMs)
    this.#helm.run(nowMs, this.beliefs.tick)
    this.#askForShip(nowMs)
  }

  #playBack(nowMs: number): void {
    const m = this.#moment
    m.seconds = (nowMs - this.#startedAt) / 1000
    m.dt = this.#pictureAt === 0 ? 0 : Math.min(0.25, (nowMs - this.#pictureAt) / 1000)
    this.#pictureAt = nowMs
    m.render = this.clock.render
    m.predict = this.clock.predict
    this.own.heal(m.dt)
    m.own = this.own.peek(Math.max(0, Math.min(1, m.predict - this.own.tick)), this.#helm.held)
    this.#hush(nowMs)
    this.stop.hold(m)
    this.picture.shown.sectorRadius = this.standing.map.radius || this.picture.shown.sectorRadius
    this.#watcher.look(nowMs, m.dt, this.#held)
    this.picture.fill(m)
    this.#watcher.turn()
  }

  // Nothing is heard: what is seen coasts, the own ship too once the line is down, and nobody can tell where to.
  #hush(nowMs: number): void {
    const m = this.#moment
    m.silent = this.line.heardAt > 0 ? Math.max(0, (nowMs - this.line.heardAt - quietMs) / 1000) : 0
    if (this.line.state === 'open' || !this.own.flying) return
    m.thrust = 0
    const slide = coasted(m.silent)
    m.own = { ...m.own, x: m.own.x + m.own.vx * slide, y: m.own.y + m.own.vy * slide }
  }

  #draw(nowMs: number): void {
    const { view, audio } = this.#rooms
    const { shown } = this.picture
    const { happenings } = this.#chronicle
    if (this.#panel.joined || nowMs - this.#startedAt > emptyMs) view.draw(shown, happenings)
    for (const happening of happenings) {
      audio.play(happening, shown.focusX, shown.focusY)
      this.#hints.saw(happening)
      this.feel?.saw(happening)
    }
    happenings.length = 0
    const engine = this.own.flying ? this.#moment.thrust : 0
    audio.engine(engine, this.own.flying && this.own.boosting)
    this.#meter.picture(nowMs, this.own, this.beliefs.living.length)
    if (nowMs - this.#panelAt >= hudMs) this.#drawPanel(nowMs)
  }

  #drawPanel(nowMs: number): void {
    this.#panelAt = nowMs
    const state = this.#panel.fill(nowMs, this.#moment.aim)
    this.#watcher.fill(state.watched)
    state.queued = this.#asks > queuedAsks
    this.#hud.update(state)
    const low = state.phase === 'flying' && state.hull < lowHull
    if (low && !this.#wasLow) {
      this.#rooms.audio.ui('warn')
      this.feel?.low()
    }
    this.#wasLow = low
    if (this.own.flying) this.#hints.fly(this.own.body.x, this.own.body.y)
    this.#tellView()
  }

  // The player's wishes.

  #actions(): HudActions {
    return {
      play: (name, hue) => {
        this.#rooms.settings.set({ name, hue })
        this.#rooms.audio.ui('click')
        if (!this.#wantsShip) {
          this.#askedAt = never
          this.#asks = 0
        }
        this.#wantsShip = true
        this.#askForShip(this.#ground.now()) // a picture may be long in coming
      },
      choose: (index) => {
        const { offer } = this.standing
        if (offer.number === 0) return
        this.#rooms.audio.ui('choose')
        this.line.send(encodeChoose, { offer: offer.number, index })
        offer.number = 0
      },
      quit: () => {
        this.#wantsShip = this.#panel.returning = false
        this.line.send(encodeLeave, {})
      },
      reload: () => this.#rooms.reload(),
      watch: (wish) => this.#watcher.wish(wish),
      watchRow: (index) => this.#watcher.row(index),
      drag: (dx, dy) => this.#watcher.drag(dx, dy),
      zoom: (factor) => this.#watcher.zoom(factor),
    }
  }

  // The server takes no wish before the wait after a death is over, so it is told again until it works.
  #askForShip(nowMs: number): void {
    if (!this.#wantsShip || this.own.flying || nowMs - this.#askedAt < playAgainMs) return
    const { name, hue } = this.#rooms.settings.now
    if (!this.line.send(encodePlay, { name, hue })) return
    this.#askedAt = nowMs
    this.#asks++
  }

  #tellView(): void {
    const { camera } = this.#rooms.view
    const { viewHalfWidth, viewHalfHeight } = this.#catalog.sector
    const halfWidth = Math.ceil(Math.min(viewHalfWidth, camera.restHalfWidth * speedWidens))
    const halfHeight = Math.ceil(Math.min(viewHalfHeight, camera.restHalfHeight * speedWidens))
    const telling = `${halfWidth} ${halfHeight}`
    if (telling === this.#told || this.line.state !== 'open') return
    this.#told = telling
    this.line.send(encodeView, { halfWidth, halfHeight })
  }
}
