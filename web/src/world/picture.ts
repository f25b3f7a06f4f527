// From beliefs to a picture: others a few ticks in the past, the own ship and its bolts ahead of the server,
// bolts of others in between (see bolts.ts). Fills `Shown` without making garbage. Start at `fill`.

import {
  Nobody,
  ShipAdrift,
  ShipBeaming,
  ShipBoosting,
  ShipBot,
  ShipBounty,
  ShipPower,
  ShipProtected,
} from '../net/protocol.gen.ts'
import { Afar } from './afar.ts'
import { beamEnd } from './aim.ts'
import type { Beliefs } from './beliefs.ts'
import { leftSight } from './witness.ts'
import { showBolt, showShots } from './bolts.ts'
import type { Catalog } from './catalog.ts'
import { hullAt } from './catalog.ts'
import type { Chronicle } from './chronicle.ts'
import type { Moment } from './moment.ts'
import { coasted, paled } from './moment.ts'
import { newOre, newRock, newShip, newShown, take } from './pools.ts'
import type { Body } from './flight.ts'
import type { Predicted } from './predict.ts'
import type { Shown } from './shown.ts'
import { Thing, flyThing, idOf, kindBolt, kindOre, kindRock, kindShip } from './thing.ts'

const radians256 = Math.PI / 128
const fadeTicks = 7
const longGap = 6 // ticks; what was shown longer ago is not what the eye remembers
const farTakeOver = 80 // u; who was seen from afar is shown to go on from there if it was no further off
const mostAhead = 8 // ticks that a belief is flown on for the eye when frames are late

export class Picture {
  readonly shown: Shown = newShown()
  /** Slot of the ship that the eye follows when there is no own one, or Nobody. */
  focus = Nobody
  /** The place that the eye looks at instead, or NaN. */
  placeX = Number.NaN
  placeY = 0
  /** Id of the ship that the eye follows in this picture, -1 for none. */
  subject = -1
  /** Ships beyond the window. */
  readonly afar = new Afar()
  readonly #catalog: Catalog
  readonly #beliefs: Beliefs
  readonly #chronicle: Chronicle
  readonly #own: Predicted
  readonly #scratch = new Thing()

  constructor(catalog: Catalog, beliefs: Beliefs, chronicle: Chronicle, own: Predicted) {
    this.#catalog = catalog
    this.#beliefs = beliefs
    this.#chronicle = chronicle
    this.#own = own
  }

  fill(m: Moment): void {
    const s = this.shown
    s.time = m.seconds
    s.dt = m.dt
    s.tick = m.render
    s.ownId = this.#own.flying ? idOf(this.#own) : -1
    s.ships.count = s.afar.count = s.rocks.count = s.ore.count = s.bolts.count = 0
    if (this.#own.flying) this.#keepOut(m)
    for (const t of this.#beliefs.living) if (t.kind !== kindBolt) this.#show(t, 1, m)
    this.#showGhosts(m)
    this.afar.show(s, this.#catalog, this.#beliefs, m)
    this.#lookAt(m)
    for (const t of this.#beliefs.living) if (t.kind === kindBolt) showBolt(s, t, this.#beliefs.tick, this.#own, m)
    showShots(s, this.#beliefs, this.#own, m)
    this.#endBeams()
    this.#chronicle.tell(m.render, m.seconds)
  }

  // The prediction knows no rocks: that would break its exactness. Until the server tells of the blow, the
  // picture alone keeps the ship out of them.
  #keepOut(m: Moment): void {
    const radius = hullAt(this.#catalog, this.#own.hull).radius
    for (const t of this.#beliefs.living) {
      if (t.kind !== kindRock || t.shownSince < 0) continue
      const dx = m.own.x + this.#own.offX - t.shownX
      const dy = m.own.y + this.#own.offY - t.shownY
      const far = Math.hypot(dx, dy)
      const over = radius + t.radius - far
      if (over <= 0 || far < 1) continue
      this.#own.offX += (dx / far) * over
      this.#own.offY += (dy / far) * over
    }
  }

  #showGhosts(m: Moment): void {
    const { ghosts } = this.#chronicle
    let kept = 0
    for (const t of ghosts) {
      const stays = t.kind === kindBolt ? showBolt(this.shown, t, this.#beliefs.tick, this.#own, m) : this.#fades(t, m)
      if (stays) ghosts[kept++] = t
    }
    ghosts.length = kept
  }

  // What went quietly fades; all else ends in a show of its own.
  #fades(t: Thing, m: Moment): boolean {
    const over = m.render - t.endTick
    if (over > (t.why === leftSight || t.why === 0 ? fadeTicks : 0)) return false
    this.#show(t, Math.min(1, 1 - over / fadeTicks), m)
    if (t.kind === kindShip && t.why === leftSight) this.afar.left(t, this.#beliefs, m.render)
    return true
  }

  #show(t: Thing, fade: number, m: Moment): void {
    const own = t.kind === kindShip && this.#own.flying && t.slot === this.#own.slot && t.gen === this.#own.gen
    if (!own && t.fresh && m.render < t.trail.first && t.shownSince < 0) return
    if (t.kind === kindShip && t.place >= 0) this.#takeOver(t, m)
    const now = own ? m.predict : m.render
    if (t.shownSince < 0) t.shownSince = now
    if (own) {
      t.shownX = m.own.x + this.#own.offX
      t.shownY = m.own.y + this.#own.offY
    } else this.#locate(t, m)
    const here = fade * (own ? 1 : paled(m.silent)) * Math.max(0, Math.min(1, (now - t.shownSince + 1) / fadeTicks))
    if (t.kind === kindShip) this.#showShip(t, own, here, m)
    else if (t.kind === kindRock) this.#showRock(t, here, m)
    else if (t.kind === kindOre) this.#showOre(t, here)
  }

  // A ship that was shown from afar goes on from there. Was that too far off, then it fades while the ship comes.
  #takeOver(t: Thing, m: Moment): void {
    const glimpse = this.afar.find(t.slot)
    if (glimpse === null) return
    const { shownX, shownY, seenAt, fade } = glimpse
    const place = this.#follow(t, seenAt)
    if (seenAt < 0 || Math.hypot(place.x - shownX, place.y - shownY) > farTakeOver) return this.afar.drop(t.slot)
    this.afar.replace(glimpse)
    if (t.shownSince >= 0) return
    t.shownX = shownX
    t.shownY = shownY
    t.shownSince = m.render + 1 - fadeTicks * fade
    t.trail.seenAt = seenAt
    t.trail.broken = true
  }

  // Where another is shown at render time: on its trail, and beside it while a gap closes.
  #locate(t: Thing, m: Moment): void {
    const { trail } = t
    const at = m.render
    const slide = coasted(m.silent)
    if (trail.broken && at - trail.seenAt < longGap) {
      const place = this.#follow(t, trail.seenAt)
      trail.mend(t.shownX, t.shownY, place.x, place.y)
    }
    trail.see(at)
    const place = this.#follow(t, at)
    t.shownX = place.x + trail.eyeX + t.vx * slide
    t.shownY = place.y + trail.eyeY + t.vy * slide
  }

  // Where the trail leads at that time, or the newest belief flown on from its end; the record is reused.
  #follow(t: Thing, at: number): Readonly<Body> {
    const { trail } = t
    const s = this.#scratch
    if (at > trail.last) {
      this.#flyOn(t, at - trail.last)
      return s
    }
    const inside = Math.max(at, trail.first)
    s.x = trail.xAt(inside) - (t.vx * (inside - at)) / 30
    s.y = trail.yAt(inside) - (t.vy * (inside - at)) / 30
    return s
  }

  #flyOn(t: Thing, ticks: number): void {
    const s = this.#scratch
    const span = Math.min(ticks, mostAhead)
    s.kind = t.kind
    s.move = t.move
    s.flags = t.flags
    s.drive = t.drive
    s.x = t.x
    s.y = t.y
    s.vx = t.vx
    s.vy = t.vy
    for (let i = 1; i <= span; i++) flyThing(s, this.#catalog)
    const rest = (span - Math.floor(span)) / 30
    const gap = t.trail.gapAfter(span)
    s.x += s.vx * rest + t.trail.offX * gap
    s.y += s.vy * rest + t.trail.offY * gap
  }

  #showShip(t: Thing, own: boolean, fade: number, m: Moment): void {
    const s = take(this.shown.ships, newShip)
    const at = Math.max(t.trail.first, Math.min(m.render, t.trail.last))
    const flags = t.trail.flagsAt(at)
    s.id = idOf(t)
    s.own = own
    s.bot = (t.looks & ShipBot) !== 0
    s.name = t.name
    s.hull = t.hull
    s.hue = t.hue
    s.level = t.level
    s.engine = t.engine
    s.reach = t.reach
    s.x = t.shownX
    s.y = t.shownY
    s.vx = own ? m.own.vx : t.vx
    s.vy = own ? m.own.vy : t.vy
    s.aim = own ? m.aim : t.trail.aimAt(at) * radians256
    s.thrust = own ? m.thrust : (flags & ShipPower) / 15
    s.thrustAngle = own ? m.thrustAngle : t.move * radians256
    s.boost = own ? this.#own.boosting : (flags & ShipBoosting) !== 0
    s.radius = hullAt(this.#catalog, t.hull).radius
    s.hullLeft = t.left / 63
    s.shieldLeft = t.shield / 63
    s.protected = (flags & ShipProtected) !== 0
    s.bounty = (t.looks & ShipBounty) !== 0
    s.adrift = (flags & ShipAdrift) !== 0
    s.mining = own ? this.#own.mining : (flags & ShipBeaming) !== 0
    s.hitAge = m.seconds - t.hitAt
    s.hitAngle = t.hitAngle
    s.fade = fade
  }

  #showRock(t: Thing, fade: number, m: Moment): void {
    const s = take(this.shown.rocks, newRock)
    s.id = idOf(t)
    s.x = t.shownX
    s.y = t.shownY
    // Rocks do not turn in the rules, so how they turn for the eye follows from their seed.
    s.angle = t.seed * 2.4 + m.seconds * ((t.seed % 17) - 8) * 0.012
    s.radius = t.radius
    s.seed = t.seed
    s.ore = t.rich / 255
    s.wear = 1 - t.left / 255
    s.hitAge = m.seconds - t.hitAt
    s.fade = fade
  }

  #showOre(t: Thing, fade: number): void {
    const s = take(this.shown.ore, newOre)
    s.id = idOf(t)
    s.x = t.shownX
    s.y = t.shownY
    s.kind = t.ore
    s.fade = fade
  }

  #lookAt(m: Moment): void {
    const s = this.shown
    this.subject = s.ownId
    if (this.#own.flying) return this.#setFocus(m.own.x + this.#own.offX, m.own.y + this.#own.offY, m.own.vx, m.own.vy)
    if (!Number.isNaN(this.placeX)) return this.#setFocus(this.placeX, this.placeY, 0, 0)
    const t = this.#beliefs.find(this.focus)
    if (t === null || t.shownSince < 0) return this.#setFocus(s.focusX, s.focusY, 0, 0)
    this.subject = idOf(t)
    this.#setFocus(t.shownX, t.shownY, t.vx, t.vy)
  }

  #setFocus(x: number, y: number, vx: number, vy: number): void {
    const s = this.shown
    s.focusX = x
    s.focusY = y
    s.focusVx = vx
    s.focusVy = vy
  }

  #endBeams(): void {
    const { ships } = this.shown
    for (let i = 0; i < ships.count; i++) {
      const ship = ships.items[i]!
      if (ship.mining) beamEnd(this.shown, ship, this.#catalog.beam.range)
    }
  }
}
