// The witness: turns what happens to the beliefs into happenings, each at the moment when it is shown. What
// the own ship did or suffered is told at once, because own things are shown ahead; the rest waits until the
// picture of the others gets to its tick. It also keeps the ghosts: things that are gone at the server but
// not yet in the picture.

import {
  GoneBlast,
  GoneBroken,
  HitNone,
  HitRock,
  HitShield,
  OreRepair,
  OreRich,
  ShipProtected,
} from '../net/protocol.gen.ts'
import type { Beliefs } from './beliefs.ts'
import { leftSight } from './witness.ts'
import type { Witness } from './witness.ts'
import type { Catalog } from './catalog.ts'
import { hullAt, weaponAt } from './catalog.ts'
import type { Predicted, Shot } from './predict.ts'
import type { Happening } from './shown.ts'
import { rockStruck } from './struck.ts'
import type { Thing } from './thing.ts'
import { idOf, kindBolt, kindRock, kindShip } from './thing.ts'

const bumpSpeed = 80 // u/s, the smallest change of speed that counts as a blow
const chainSeconds = 1.3 // pickups this close together make a chain

interface Due {
  at: number // tick
  tell: () => void
}

export class Chronicle implements Witness {
  /** What is to be shown now; whoever shows it empties it. */
  readonly happenings: Happening[] = []
  /** Things that are gone but may still be in the picture. */
  readonly ghosts: Thing[] = []
  /** Nobody looks: nothing is kept. */
  asleep = false
  readonly #catalog: Catalog
  readonly #own: Predicted
  #beliefs: Beliefs | null = null
  readonly #due: Due[] = []
  #render = 0
  #seconds = 0
  #chain = 0
  #chainAt = -1e9

  constructor(catalog: Catalog, own: Predicted) {
    this.#catalog = catalog
    this.#own = own
    own.onShot = (shot) => this.#ownShot(shot)
  }

  /** Where the things come from; their witness is this. */
  watch(beliefs: Beliefs): void {
    this.#beliefs = beliefs
  }

  /** Forgets what fades or waits: the picture begins anew. */
  clear(): void {
    this.ghosts.length = this.#due.length = this.happenings.length = 0
  }

  /** The picture of the others is at tick `render`: tells what has waited for it. */
  tell(render: number, seconds: number): void {
    this.#render = render
    this.#seconds = seconds
    let n = 0
    for (; n < this.#due.length && this.#due[n]!.at <= render; n++) this.#due[n]!.tell()
    if (n > 0) this.#due.splice(0, n)
  }

  /** The own ship got a blow that the prediction did not see coming, in u/s. */
  bumped(speed: number): void {
    if (speed < bumpSpeed || this.asleep) return
    const { body, offX, offY } = this.#own
    this.happenings.push({ kind: 'bump', x: body.x + offX, y: body.y + offY, speed, own: true })
  }

  came(t: Thing, fresh: boolean): void {
    t.fresh = fresh
    if (t.kind === kindBolt) this.#fired(t)
    else {
      t.trail.begin(this.#tick, t.x, t.y, t.aim, t.flags)
      this.#comeBack(t)
    }
    if (t.kind !== kindShip || !fresh || (t.flags & ShipProtected) === 0) return
    const tell = (): void => {
      this.happenings.push({ kind: 'spawn', x: t.x, y: t.y, hue: t.hue, own: this.#isOwn(t) })
    }
    this.#plan(this.#isOwn(t), tell)
  }

  flown(tick: number): void {
    for (const t of this.#beliefs!.living) if (t.kind !== kindBolt) t.trail.go(tick, t.x, t.y, t.aim, t.flags)
  }

  turned(t: Thing, x: number, y: number, vx: number, vy: number): void {
    if (t.kind === kindBolt) return
    const blow = Math.hypot(t.vx - vx, t.vy - vy)
    t.trail.shift(t.x - x, t.y - y, blow, this.#render)
    t.trail.turn(t.aim, t.flags)
    if (t.kind !== kindShip || blow < bumpSpeed || this.#isOwn(t)) return
    this.#plan(false, () => this.happenings.push({ kind: 'bump', x: t.shownX, y: t.shownY, speed: blow, own: false }))
  }

  // Other controls are no blow, however hard the ship turns.
  steered(t: Thing, x: number, y: number): void {
    t.trail.bend(t.x - x, t.y - y, this.#render)
    t.trail.turn(t.aim, t.flags)
  }

  looked(t: Thing, level: number): void {
    if (t.level <= level) return
    const own = this.#isOwn(t)
    this.#plan(own, () => this.happenings.push({ kind: 'levelUp', x: t.shownX, y: t.shownY, hue: t.hue, own }))
  }

  hit(kind: number, amount: number, owner: number, bolt: Thing | null, target: Thing | null): void {
    const byOwn = this.#own.flying && owner === this.#own.slot
    if (kind === HitRock) {
      if (bolt !== null) this.#chipped(bolt, byOwn)
      return
    }
    if (target === null) return
    const onOwn = this.#isOwn(target)
    const angle = bolt === null ? 0 : Math.atan2(-bolt.vy, -bolt.vx)
    this.#plan(byOwn || onOwn, () => this.#struck(target, angle, amount, kind, byOwn, onOwn))
  }

  #chipped(bolt: Thing, byOwn: boolean): void {
    const rock = rockStruck(this.#beliefs!.living, bolt)
    if (rock === null) return
    const angle = Math.atan2(-bolt.vy, -bolt.vx)
    const { damage } = weaponAt(this.#catalog, bolt.weapon)
    this.#plan(byOwn, () => this.#struck(rock, angle, damage, HitRock, byOwn, false))
  }

  taken(ore: Thing, ship: Thing | null): void {
    if (ship === null) return
    const own = this.#isOwn(ship)
    const worth = ore.ore === OreRepair ? 0 : ore.ore === OreRich ? 3 : 1
    const { shownX: x, shownY: y } = ore
    this.#plan(own, () => {
      const chain = own ? this.#nextInChain() : 0
      this.happenings.push({ kind: 'pickup', x, y, ship: idOf(ship), ore: worth, own, chain })
    })
    if (own) ore.shownSince = -1 // the show takes it over now
  }

  left(t: Thing, why: number): void {
    t.endTick = this.#tick
    t.why = why
    const own = this.#isOwn(t)
    if (why === GoneBlast && t.kind === kindShip) this.#plan(own, () => this.#blast(t, own))
    if (why === GoneBroken && t.kind === kindRock) this.#plan(false, () => this.#broken(t))
    if (t.shownSince >= 0 && !own && !this.asleep) this.ghosts.push(t)
  }

  get #tick(): number {
    return this.#beliefs!.tick
  }

  // Also after its end, when it is not flown any more.
  #isOwn(t: Thing): boolean {
    return t.kind === kindShip && t.slot === this.#own.slot && t.gen === this.#own.gen
  }

  // What was out of sight for a moment only is shown on from where it was, not beside its own ghost.
  #comeBack(t: Thing): void {
    const at = this.ghosts.findIndex((one) => one.why === leftSight && one.kind === t.kind && idOf(one) === idOf(t))
    if (at < 0) return
    const [ghost] = this.ghosts.splice(at, 1)
    t.fresh = false
    t.shownSince = ghost!.shownSince
    t.shownX = ghost!.shownX
    t.shownY = ghost!.shownY
    t.trail.seenAt = ghost!.trail.seenAt
    t.trail.broken = true
  }

  #plan(now: boolean, tell: () => void): void {
    if (this.asleep) return
    if (now || this.#render >= this.#tick) tell()
    else this.#due.push({ at: this.#tick, tell })
  }

  #fired(t: Thing): void {
    const own = this.#own.flying && t.owner === this.#own.slot
    const shot = own ? this.#own.confirm(t.born) : null
    if (shot !== null) {
      t.coverTick = shot.coverTick
      return
    }
    if (this.#wasGhost(t) || !t.fresh) return
    const flown = (this.#tick - t.born) / 30
    const x = t.x - t.vx * flown
    const y = t.y - t.vy * flown
    const angle = Math.atan2(t.vy, t.vx)
    this.#plan(own, () => this.happenings.push({ kind: 'shot', x, y, angle, hue: t.hue, own }))
  }

  // A bolt that was out of sight for a moment is shown once, and was fired once.
  #wasGhost(t: Thing): boolean {
    const at = this.ghosts.findIndex((one) => one.kind === kindBolt && idOf(one) === idOf(t))
    if (at >= 0) this.ghosts.splice(at, 1)
    return at >= 0
  }

  #ownShot(shot: Shot): void {
    if (this.asleep) return
    const hue = this.#beliefs?.find(this.#own.slot)?.hue ?? 0
    const x = shot.x + this.#own.offX
    const y = shot.y + this.#own.offY
    this.happenings.push({ kind: 'shot', x, y, angle: Math.atan2(shot.vy, shot.vx), hue, own: true })
  }

  #struck(t: Thing, angle: number, amount: number, kind: number, byOwn: boolean, onOwn: boolean): void {
    const radius = t.kind === kindRock ? t.radius : hullAt(this.#catalog, t.hull).radius
    const x = t.shownX + Math.cos(angle) * radius
    const y = t.shownY + Math.sin(angle) * radius
    const rich = t.rich > 127
    const harmless = kind === HitNone
    if (!harmless) {
      t.hitAt = this.#seconds
      t.hitAngle = angle
    }
    if (kind === HitRock) this.happenings.push({ kind: 'rockHit', x, y, angle, amount, rich, byOwn })
    else
      this.happenings.push({
        kind: 'hit',
        x,
        y,
        angle,
        amount,
        shield: kind === HitShield,
        target: idOf(t),
        byOwn,
        onOwn,
        harmless,
      })
  }

  #nextInChain(): number {
    this.#chain = this.#seconds - this.#chainAt < chainSeconds ? this.#chain + 1 : 0
    this.#chainAt = this.#seconds
    return this.#chain
  }

  #blast(t: Thing, own: boolean): void {
    const radius = hullAt(this.#catalog, t.hull).radius
    const { shownX: x, shownY: y, vx, vy, hue } = t
    this.happenings.push({ kind: 'blast', x, y, vx, vy, radius, hue, seed: (t.slot * 31 + t.endTick) & 0xffff, own })
  }

  #broken(t: Thing): void {
    const { shownX: x, shownY: y, radius, seed } = t
    this.happenings.push({ kind: 'rockBreak', x, y, radius, seed, rich: t.rich > 127 })
  }
}
