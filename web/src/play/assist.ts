// Help for thumbs and pads: a stick that points nearly at a ship is drawn a little towards where a bolt would meet
// it. It only bends what the stick says: a stick at rest aims by itself nowhere, and a mouse needs no help.

import type { Held } from '../input/held.ts'
import { gunOf, lifeOf, rangeLevel, weaponAt } from '../world/catalog.ts'
import type { Catalog } from '../world/catalog.ts'
import type { Shown, ShownShip } from '../world/shown.ts'

/** Beyond this angle (radians) from the stick a ship draws nothing. */
export const assistCone = 0.16
/** The share of the gap to the lead point that is closed for a ship near by that the stick nearly points at. */
export const assistShare = 0.6

/** What the own gun throws. */
export interface Gun {
  speed: number // u/s
  reach: number // u, how far a bolt flies
}

/** The gun of a hull at the levels of its upgrades. */
export function gunFor(c: Catalog, hull: number, tracks: ArrayLike<number>): Gun {
  const gun = gunOf(c, hull)
  const { speed } = weaponAt(c, gun)
  return { speed, reach: (speed * lifeOf(c, gun, rangeLevel(tracks))) / 30 }
}

/** Where to point so that a bolt meets the ship, in radians; NaN when no bolt would. */
export function leadAngle(fromX: number, fromY: number, ship: Readonly<ShownShip>, gun: Gun): number {
  const dx = ship.x - fromX
  const dy = ship.y - fromY
  const a = ship.vx * ship.vx + ship.vy * ship.vy - gun.speed * gun.speed
  const half = dx * ship.vx + dy * ship.vy
  const under = half * half - a * (dx * dx + dy * dy)
  if (!(a < 0) || under < 0) return Number.NaN // it outruns the bolt
  const t = (-half - Math.sqrt(under)) / a
  if (t * gun.speed > gun.reach) return Number.NaN
  return Math.atan2(dy + ship.vy * t, dx + ship.vx * t)
}

/**
 * How far to bend an aim that is `off` radians beside the lead point: towards it, all the more the nearer both are,
 * nothing from the cone's rim on. Further off never becomes nearer than before, so the aim stays the stick's.
 */
export function bend(off: number, far: number, reach: number): number {
  const rim = Math.abs(off) / assistCone
  if (!(rim < 1) || !(far < reach)) return 0
  return -off * assistShare * (1 - rim) * (1 - far / reach)
}

export class AimAssist {
  gun: Gun = { speed: 0, reach: 0 }
  #bent: Held | null = null

  /** The own ship is of that hull and those upgrades. */
  take(c: Catalog, hull: number, tracks: ArrayLike<number>): void {
    this.gun = gunFor(c, hull, tracks)
  }

  /** What is held, with the aim bent if a stick aims nearly at a ship of another. The record is reused. */
  steer(held: Readonly<Held>, shown: Readonly<Shown>): Readonly<Held> {
    if (held.device === 'keys' || !held.aiming) return held
    const stick = Math.atan2(held.aimY, held.aimX)
    const by = bestBend(stick, shown, this.gun)
    if (by === 0) return held
    const out = (this.#bent ??= { ...held })
    Object.assign(out, held)
    out.aimX = Math.cos(stick + by)
    out.aimY = Math.sin(stick + by)
    return out
  }
}

// The best target is near the aim first, and near the ship second.
function bestBend(stick: number, shown: Readonly<Shown>, gun: Gun): number {
  const { ships, focusX, focusY } = shown
  let best = Number.POSITIVE_INFINITY
  let by = 0
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    if (ship.own || ship.protected || ship.fade < 0.5) continue
    const off = turnBetween(leadAngle(focusX, focusY, ship, gun), stick)
    const far = Math.hypot(ship.x - focusX, ship.y - focusY)
    const cost = Math.abs(off) / assistCone + (0.5 * far) / gun.reach
    if (!(Math.abs(off) < assistCone) || cost >= best) continue
    best = cost
    by = bend(off, far, gun.reach)
  }
  return by
}

// How far `to` lies beyond `from`, by the shorter way, -π..π.
function turnBetween(from: number, to: number): number {
  const turn = Math.PI * 2
  const gap = (to - from) % turn
  return gap > Math.PI ? gap - turn : gap < -Math.PI ? gap + turn : gap
}
