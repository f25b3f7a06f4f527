// What a ship's upgrades look like: larger nozzles, barrels, plates and the ring of a stronger shield.
//
// Everybody is told a ship's level, and how far its tracks for engine and range have grown: nozzles show the one, barrels
// the other. Plates and the ring grow with the level.

import type { ShownShip } from '../world/shown.ts'
import type { Frame } from './frame.ts'
import { kinds } from './glsl/world.ts'
import { type Refit, refitKinds } from './hulls.ts'
import { hueGain, hueInk } from './palette.ts'

const grownAt: Readonly<Record<Refit, readonly [number, number]>> = {
  engine: [1, 4], // of its track
  guns: [1, 4], // of the range track
  plates: [4, 10], // of the ship's levels
}
// Metal upon and beside the hull has a fainter outline than the hull, or a grown ship would be one blot of light.
const edge: Readonly<Record<Refit, number>> = { engine: 0.4, guns: 0.26, plates: 0.12 }
const ringFrom = 6
const ringWidest = 16 // level

/** How large that part of a ship is: 0 not there, 1 or 2. */
export function refitSize(refit: Refit, ship: Pick<ShownShip, 'level' | 'engine' | 'reach'>): number {
  const [first, second] = grownAt[refit]
  const level = refit === 'engine' ? ship.engine : refit === 'guns' ? ship.reach : ship.level
  return level >= second ? 2 : level >= first ? 1 : 0
}

/** Parts that lie under the hull, or those upon it; `size` is the half side of the ship's own quad. */
export function drawRefits(frame: Frame, ship: ShownShip, size: number, above: boolean, dim: number): void {
  const { batch, atlas } = frame
  for (const refit of refitKinds) {
    if ((refit === 'plates') !== above) continue
    const grown = refitSize(refit, ship)
    if (grown === 0 || !atlas.hasRefits) continue
    batch.ink(hueInk(ship.hue), ship.fade, hueGain(ship.hue)).shape(kinds.ship, 0, edge[refit], dim)
    atlas.showRefit(batch, refit, grown)
    batch.put(ship.x, ship.y, size, size, ship.aim)
  }
}

/** The ring that carries a stronger shield, thicker with the level. */
export function drawShieldRing(frame: Frame, ship: ShownShip, reach: number): void {
  if (ship.level < ringFrom) return
  const grown = Math.min(1, (ship.level - ringFrom + 2) / (ringWidest - ringFrom))
  frame.batch
    .ink(hueInk(ship.hue), ship.fade * (ship.adrift ? 0.3 : 1), (0.45 + 0.5 * grown) * hueGain(ship.hue))
    .shape(kinds.ring, 0.03 + 0.03 * grown)
    .upright(ship.x, ship.y, reach * 1.34, reach * 1.34)
}
