// Lines against what a picture shows: where a mining beam ends, and whether a point lies under something.

import type { Shown, ShownShip } from './shown.ts'

/** Sets the end of a ship's beam: the first rock or other ship on the line of its aim, or its full range. */
export function beamEnd(shown: Shown, ship: ShownShip, range: number): void {
  const dx = Math.cos(ship.aim)
  const dy = Math.sin(ship.aim)
  let at = range
  const { rocks, ships } = shown
  for (let i = 0; i < rocks.count; i++) {
    const rock = rocks.items[i]!
    at = Math.min(at, ray(rock.x - ship.x, rock.y - ship.y, dx, dy, rock.radius))
  }
  for (let i = 0; i < ships.count; i++) {
    const other = ships.items[i]!
    if (other !== ship) at = Math.min(at, ray(other.x - ship.x, other.y - ship.y, dx, dy, other.radius))
  }
  ship.beamHits = at < range
  ship.beamX = ship.x + dx * at
  ship.beamY = ship.y + dy * at
}

// Distance at which a ray from the origin meets a circle at cx, cy; infinite when it does not.
function ray(cx: number, cy: number, dx: number, dy: number, radius: number): number {
  const along = cx * dx + cy * dy
  const off2 = cx * cx + cy * cy - along * along
  if (along <= 0 || off2 > radius * radius) return Number.POSITIVE_INFINITY
  return Math.max(0, along - Math.sqrt(radius * radius - off2))
}

/** Whether a point is inside a rock or a ship of another that the picture shows. */
export function covered(shown: Shown, x: number, y: number): boolean {
  const { rocks, ships } = shown
  for (let i = 0; i < rocks.count; i++) {
    const rock = rocks.items[i]!
    if (within(rock.x - x, rock.y - y, rock.radius)) return true
  }
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    if (!ship.own && within(ship.x - x, ship.y - y, ship.radius)) return true
  }
  return false
}

function within(dx: number, dy: number, radius: number): boolean {
  return dx * dx + dy * dy < radius * radius
}
