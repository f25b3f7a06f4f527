// Ships on the screen but outside of the window, of which the server gives a glance now and then: PROTOCOL.md, `afar`.
// They are for the eye alone. Each coasts from one glance to the next, slides to where that finds it, and comes and
// goes slowly; nothing is aimed at them, and nothing strikes them. Where the window shows a ship, the beliefs know it.

import type { Reader } from '../net/msgpack.ts'
import { ShipBounty, decodeAfar, newAfar, newGlance, readGlance } from '../net/protocol.gen.ts'
import type { Glance } from '../net/protocol.gen.ts'
import type { Beliefs } from './beliefs.ts'
import type { Catalog } from './catalog.ts'
import { hullAt } from './catalog.ts'
import type { Moment } from './moment.ts'
import { newGlimpsed, take } from './pools.ts'
import type { Shown } from './shown.ts'
import type { Thing } from './thing.ts'

const glanceBytes = 9
const speedStep = 8 // u/s, of a glance's speed
const forgetTicks = 150 // without another glance
const heal = 0.78 // share of a correction that is left after a tick: a twentieth after 0.4 s
const farthest = 400 // u; who is found further from where it was shown is not slid there
const fadeSeconds = 0.4
const faint = 0.6 // how much of a ship from afar is seen at most

/** A ship that was seen from afar, and what is shown of it. */
export class Glimpse {
  // as it was glanced at
  slot = 0
  at = 0 // tick
  x = 0 // u
  y = 0
  vx = 0 // u/s
  vy = 0
  hull = 0
  hue = 0
  looks = 0
  /** The beliefs have known it since. */
  met = false

  // for drawing only
  offX = 0 // what is shown less where it coasts, u
  offY = 0
  angle = 0 // radians
  come = 0 // 0..1, how far it has faded in
  shownX = 0 // where the last picture had it
  shownY = 0
  seenAt = -1 // the moment of that picture, -1 before the first

  /** How much of it is seen, 0..1. */
  get fade(): number {
    return this.come * faint
  }
}

export class Afar {
  readonly #told = newAfar()
  readonly #glance = newGlance()
  readonly #bySlot = new Map<number, Glimpse>()
  #all: Glimpse[] = [] // those too that only fade
  #toldAt = Number.NEGATIVE_INFINITY

  /** Forgets everything at once. */
  clear(): void {
    this.#bySlot.clear()
    this.#all.length = 0
    this.#toldAt = Number.NEGATIVE_INFINITY
  }

  /** What is known from afar of the ship in a slot. */
  find(slot: number): Glimpse | null {
    return this.#bySlot.get(slot) ?? null
  }

  /** Takes an Afar message of a tick. */
  take(r: Reader, tick: number): void {
    decodeAfar(r, this.#told)
    const { ships } = this.#told
    if (ships.length % glanceBytes !== 0) r.fail('ends within a glance')
    this.#toldAt = tick
    let at = ships.byteOffset - r.view.byteOffset
    for (const end = at + ships.length; at < end; ) {
      at = readGlance(r, at, this.#glance)
      this.#see(this.#glance, tick)
    }
  }

  /**
   * A ship that was shown exactly has left the window. While others are told from afar it is shown on, since the next
   * glance at it may take seconds.
   */
  left(t: Readonly<Thing>, beliefs: Beliefs, render: number): void {
    if (this.#bySlot.has(t.slot) || render - this.#toldAt > forgetTicks) return
    if (beliefs.find(t.slot) !== null || beliefs.seesPoint(t.x, t.y)) return
    const { slot, shownX: x, shownY: y, vx, vy, hull, hue, looks } = t
    const g = this.#add(slot)
    Object.assign(g, { at: render, x, y, vx, vy, hull, hue, looks, angle: t.aim * (Math.PI / 128) })
  }

  /** The ship in a slot is no more: what is shown of it fades. */
  drop(slot: number): void {
    this.#bySlot.delete(slot)
  }

  /** The exact ship is shown in its place from now on. */
  replace(g: Glimpse): void {
    this.drop(g.slot)
    g.come = 0
  }

  /** Shows all, once the ships of the beliefs are shown. */
  show(shown: Shown, catalog: Catalog, beliefs: Beliefs, m: Moment): void {
    let kept = 0
    for (const g of this.#all) {
      if (isOver(g, beliefs, m.render) && this.#holds(g)) this.drop(g.slot)
      const stays = this.#holds(g)
      step(g, m, stays)
      if (!stays && g.come <= 0) continue
      this.#all[kept++] = g
      put(shown, catalog, g)
    }
    this.#all.length = kept
  }

  #holds(g: Glimpse): boolean {
    return this.#bySlot.get(g.slot) === g
  }

  #see(s: Readonly<Glance>, tick: number): void {
    const x = s.x / 2
    const y = s.y / 2
    const vx = s.vx * speedStep
    const vy = s.vy * speedStep
    let g = this.#bySlot.get(s.slot)
    if (g === undefined || gapTo(g, x, y, vx, vy, tick) > farthest) {
      g = this.#add(s.slot)
      g.angle = Math.atan2(vy, vx)
    }
    const { hull, hue, looks } = s
    Object.assign(g, { at: tick, x, y, vx, vy, hull, hue, looks, met: false })
    if (g.seenAt < 0) return
    g.offX = g.shownX - along(x, vx, g.seenAt - tick)
    g.offY = g.shownY - along(y, vy, g.seenAt - tick)
  }

  // One that held the slot before only fades from now on.
  #add(slot: number): Glimpse {
    const g = new Glimpse()
    g.slot = slot
    this.#bySlot.set(slot, g)
    this.#all.push(g)
    return g
  }
}

const along = (from: number, speed: number, ticks: number): number => from + (speed * ticks) / 30

// How far what is shown lies from where a glance says that the ship was then.
function gapTo(g: Glimpse, x: number, y: number, vx: number, vy: number, tick: number): number {
  if (g.seenAt < 0) return 0
  const ticks = g.seenAt - tick
  return Math.hypot(g.shownX - along(x, vx, ticks), g.shownY - along(y, vy, ticks))
}

// Nobody has spoken of it for long, the window shows it or has shown it, or the window shows that it is not there.
function isOver(g: Glimpse, beliefs: Beliefs, render: number): boolean {
  if (render - g.at > forgetTicks) return true
  if (beliefs.find(g.slot) !== null) {
    g.met = true // it is shown from afar until the picture comes to it
    return false
  }
  const ticks = beliefs.tick - g.at
  return g.met || beliefs.seesPoint(along(g.x, g.vx, ticks), along(g.y, g.vy, ticks))
}

function step(g: Glimpse, m: Moment, stays: boolean): void {
  const keep = g.seenAt < 0 ? 1 : heal ** Math.max(0, m.render - g.seenAt)
  g.offX *= keep
  g.offY *= keep
  if (g.vx !== 0 || g.vy !== 0) {
    const turn = (Math.atan2(g.vy, g.vx) - g.angle) / (2 * Math.PI)
    g.angle += (turn - Math.round(turn)) * 2 * Math.PI * (1 - keep)
  }
  g.come = Math.max(0, Math.min(1, g.come + (stays ? m.dt : -m.dt) / fadeSeconds))
  g.shownX = along(g.x, g.vx, m.render - g.at) + g.offX
  g.shownY = along(g.y, g.vy, m.render - g.at) + g.offY
  g.seenAt = m.render
}

function put(shown: Shown, catalog: Catalog, g: Glimpse): void {
  const s = take(shown.afar, newGlimpsed)
  s.x = g.shownX
  s.y = g.shownY
  s.angle = g.angle
  s.hull = g.hull
  s.hue = g.hue
  s.radius = hullAt(catalog, g.hull).radius
  s.bounty = (g.looks & ShipBounty) !== 0
  s.fade = g.fade
}
