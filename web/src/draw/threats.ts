// Who is after the own ship: those whose shots go its way. They are remembered for some seconds, by id, so that an
// arrow can point at them when they are out of sight.

import type { Happening, Shown } from '../world/shown.ts'

export const threatSeconds = 4
const reach = 1400 // u, how far off a shot may begin
const beside = 90 // u, how far beside the own ship it may pass
const muzzle = 70 // u, how far from the middle of its shooter a shot begins

export class Threats {
  readonly #until = new Map<number, number>()

  /** Takes note of the shots that were fired at the own ship. */
  see(shown: Readonly<Shown>, happenings: readonly Happening[]): void {
    if (shown.ownId < 0) return this.#until.clear()
    for (const it of happenings) {
      if (it.kind !== 'shot' || it.own || !aimedAt(it.x, it.y, it.angle, shown.focusX, shown.focusY)) continue
      const shooter = nearestShip(shown, it.x, it.y)
      if (shooter >= 0) this.#until.set(shooter, shown.time + threatSeconds)
    }
    for (const [id, until] of this.#until) if (until < shown.time) this.#until.delete(id)
  }

  has(id: number): boolean {
    return this.#until.has(id)
  }
}

/** Whether a shot from x, y would pass near the place. */
export function aimedAt(x: number, y: number, angle: number, atX: number, atY: number): boolean {
  const dx = atX - x
  const dy = atY - y
  const along = dx * Math.cos(angle) + dy * Math.sin(angle)
  const aside = Math.abs(dy * Math.cos(angle) - dx * Math.sin(angle))
  return along > 0 && along < reach && aside < beside + 0.06 * along
}

function nearestShip(shown: Readonly<Shown>, x: number, y: number): number {
  let least = muzzle
  let id = -1
  const { ships } = shown
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    const gap = Math.hypot(ship.x - x, ship.y - y)
    if (ship.own || gap >= least) continue
    least = gap
    id = ship.id
  }
  return id
}
