// What a player without a ship looks at: the fight that the server shows, one pilot after the other, or any place. It
// asks the server for the window, moves the eye, and tells the HUD who is in view.

import type { Camera } from '../draw/camera.ts'
import type { WatchWish, Watched } from '../hud/state.ts'
import type { ControlEvent, Held } from '../input/held.ts'
import type { Line } from '../net/line.ts'
import {
  Nobody,
  PhaseDead,
  PhaseFlying,
  ShipBot,
  ShipBounty,
  WatchFight,
  WatchNext,
  WatchPlace,
  WatchPrevious,
  WatchShip,
  encodeWatch,
} from '../net/protocol.gen.ts'
import type { Beliefs } from '../world/beliefs.ts'
import type { Picture } from '../world/picture.ts'
import { kindShip } from '../world/thing.ts'
import type { Standing } from './standing.ts'

const speed = 1000 // u/s of the free camera at full stick
const nearest = 2.6
const farthest = 0.88
const besideMenu = 0.42 // half widths
const besideCard = 0.25
const cutU = 1100 // so far off the eye goes by a cut, see camera.ts
const mournPace = 2.2 // 1/s, how slowly it goes over to the killer
const tellMs = 150 // between two places that the server is told
const tellU = 24 // further than that the eye has moved before it is worth telling

export interface Eye {
  line: Line
  beliefs: Beliefs
  standing: Standing
  picture: Picture
  camera: Camera
  /** The picture goes over to somewhere far at once. */
  cut(): void
}

export function newWatched(): Watched {
  return {
    on: false,
    free: false,
    name: '',
    bot: false,
    bounty: false,
    hue: 0,
    level: 0,
    hull: 0,
    shield: 0,
    score: -1,
    rank: 0,
  }
}

export class Watcher {
  readonly #eye: Eye
  #on = false
  #subject = -1 // id of the ship in view, and where it was at the last picture
  #x = 0
  #y = 0
  #toldAt = 0
  #toldX = Number.NaN
  #toldY = 0

  constructor(eye: Eye) {
    this.#eye = eye
  }

  get #free(): boolean {
    return !Number.isNaN(this.#eye.picture.placeX)
  }

  /** What the player asks for by the HUD, a key or the pad. */
  wish(wish: WatchWish): void {
    if (this.#flies) return
    if (!this.#on && wish !== 'off') this.#eye.camera.magnify = 1
    this.#on = wish !== 'off'
    if (wish === 'free') this.#leaveSubject()
    else if (wish === 'next') this.#follow(WatchNext)
    else if (wish === 'previous') this.#follow(WatchPrevious)
    else if (wish === 'fight' || wish === 'off') this.#follow(WatchFight)
  }

  /** A single press of a pad; false when it is not for who looks around. */
  press(event: ControlEvent): boolean {
    if (event === 'previous' || event === 'next') this.wish(event)
    else if (event === 'choose2' && this.#on) this.wish('off')
    else return false
    return true
  }

  /** The pilot in a row of the table. */
  row(index: number): void {
    const slot = this.#eye.standing.board.rows[index]?.slot ?? Nobody
    if (slot === Nobody || this.#flies) return
    if (!this.#on) this.#eye.camera.magnify = 1
    this.#on = true
    this.#follow(WatchShip, slot)
  }

  drag(dxPx: number, dyPx: number): void {
    if (!this.#on) return
    const { zoom } = this.#eye.camera
    this.#move(-dxPx / zoom, -dyPx / zoom)
  }

  zoom(factor: number): void {
    const { camera } = this.#eye
    if (this.#on) camera.magnify = Math.max(farthest, Math.min(nearest, camera.magnify * factor))
  }

  /** One picture: sticks and keys move the free camera, `dt` in seconds. */
  look(nowMs: number, dt: number, held: Readonly<Held>): void {
    this.#makeRoom()
    if (!this.#on) return
    const step = (speed * dt) / this.#eye.camera.magnify
    if (held.moveX !== 0 || held.moveY !== 0) this.#move(held.moveX * step, held.moveY * step)
    this.#tell(nowMs)
  }

  // The menu stands in the middle: the fight is shown beside it, and nearer, so that no more is seen than there is.
  #makeRoom(): void {
    const { camera, standing } = this.#eye
    const phase = standing.phase.phase
    camera.aside = this.#on || phase === PhaseFlying ? 0 : phase === PhaseDead ? besideCard : besideMenu
    if (!this.#on) camera.magnify = 1 + camera.aside * 0.6
  }

  /** Where another ship came into view the eye goes over to it: slowly to the killer, by a cut when it is far. */
  turn(): void {
    const { picture, camera, standing } = this.#eye
    const { focusX, focusY, ownId } = picture.shown
    const other = picture.subject !== this.#subject && picture.subject >= 0
    if (other) this.#subject = picture.subject
    if (other && ownId < 0) {
      camera.turn(standing.phase.phase === PhaseDead ? mournPace : undefined)
      if (Math.hypot(focusX - this.#x, focusY - this.#y) > cutU) this.#eye.cut()
    }
    this.#x = focusX
    this.#y = focusY
  }

  /** The own ship flies: it is what the eye follows. */
  end(): void {
    this.#on = false
    this.#eye.picture.placeX = Number.NaN
  }

  /** A new line knows nothing of what was looked at on the old one. */
  begin(): void {
    this.#toldX = Number.NaN
  }

  fill(w: Watched): void {
    const { beliefs, standing, picture } = this.#eye
    w.on = this.#on
    w.free = this.#free
    const t = this.#free ? null : beliefs.find(picture.focus)
    w.name = t === null || t.kind !== kindShip ? '' : t.name
    if (t === null) return
    w.bot = (t.looks & ShipBot) !== 0
    w.bounty = (t.looks & ShipBounty) !== 0
    w.hue = t.hue
    w.level = t.level
    w.hull = t.left / 63
    w.shield = t.shield / 63
    const at = standing.board.rows.findIndex((row) => row.slot === t.slot)
    w.rank = at + 1
    w.score = standing.board.rows[at]?.score ?? -1
  }

  get #flies(): boolean {
    return this.#eye.standing.phase.phase === PhaseFlying
  }

  #follow(mode: number, slot = Nobody): void {
    this.#eye.picture.placeX = Number.NaN
    this.#toldX = Number.NaN
    if (this.#eye.line.state === 'open') this.#eye.line.send(encodeWatch, { mode, slot, x: 0, y: 0 })
  }

  #leaveSubject(): void {
    const { picture, camera } = this.#eye
    if (this.#free) return
    picture.placeX = camera.x
    picture.placeY = camera.y
  }

  #move(dx: number, dy: number): void {
    const { picture, standing } = this.#eye
    this.#leaveSubject()
    const x = picture.placeX + dx
    const y = picture.placeY + dy
    const far = Math.hypot(x, y)
    const edge = standing.map.radius || far
    const share = far > edge ? edge / far : 1
    picture.placeX = x * share
    picture.placeY = y * share
  }

  #tell(nowMs: number): void {
    const { picture, line } = this.#eye
    const { placeX, placeY } = picture
    if (!this.#free || line.state !== 'open' || nowMs - this.#toldAt < tellMs) return
    if (Math.hypot(placeX - this.#toldX, placeY - this.#toldY) < tellU) return
    this.#toldAt = nowMs
    this.#toldX = placeX
    this.#toldY = placeY
    line.send(encodeWatch, { mode: WatchPlace, slot: Nobody, x: Math.round(placeX * 2), y: Math.round(placeY * 2) })
  }
}
