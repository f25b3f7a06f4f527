// Who is after the own ship: those whose shots go its way or strike it. They are remembered for some seconds, so that
// an arrow can point at them when they are out of sight: by id, or by the place a blow came from when nobody is seen.

import type { Happening, Shown } from '../world/shown.ts'

export const threatSeconds = 4
const reach = 1400 // u, how far off a shot may begin
const beside = 90 // u, how far beside the own ship it may pass
const strikeFrom = 900 // u, how far off an unseen shooter is taken to be
const strikeCone = 0.2 // radians
const mostPlaces = 4
const muzzle = 70 // u, how far from the middle of its shooter a shot begins

/** Where a blow came from that nobody in the picture has dealt. */
export interface Origin {
  x: number
  y: number
  until: number // s
}

export class Threats {
  /** The places of unseen shooters; those with `until` past are over. */
  readonly origins: Origin[] = Array.from({ length: mostPlaces }, () => ({ x: 0, y: 0, until: 0 }))
  readonly #until = new Map<number, number>()

  /** Takes note of the shots that were fired at the own ship. */
  see(shown: Readonly<Shown>, happenings: readonly Happening[]): void {
    if (shown.ownId < 0) return this.#until.clear()
    for (const it of happenings) {
      if (it.kind === 'hit' && it.onOwn) this.#struck(shown, it.angle)
      if (it.kind !== 'shot' || it.own || !aimedAt(it.x, it.y, it.angle, shown.focusX, shown.focusY)) continue
      const shooter = nearestShip(shown, it.x, it.y)
      if (shooter >= 0) this.#until.set(shooter, shown.time + threatSeconds)
    }
    for (const [id, until] of this.#until) if (until < shown.time) this.#until.delete(id)
  }

  #struck(shown: Readonly<Shown>, angle: number): void {
    const until = shown.time + threatSeconds
    const shooter = shipTowards(shown, angle)
    if (shooter >= 0) return void this.#until.set(shooter, until)
    const x = shown.focusX + Math.cos(angle) * strikeFrom
    const y = shown.focusY + Math.sin(angle) * strikeFrom
    const same = this.origins.find((one) => one.until > shown.time && Math.hypot(one.x - x, one.y - y) < strikeFrom / 3)
    const slot = same ?? this.origins.reduce((a, b) => (b.until < a.until ? b : a))
    slot.x = x
    slot.y = y
    slot.until = until
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

// The ship of another that is most nearly in that direction from the own one.
function shipTowards(shown: Readonly<Shown>, angle: number): number {
  let least = strikeCone
  let id = -1
  const { ships } = shown
  for (let i = 0; i < ships.count; i++) {
    const ship = ships.items[i]!
    const dx = ship.x - shown.focusX
    const dy = ship.y - shown.focusY
    const along = dx * Math.cos(angle) + dy * Math.sin(angle)
    const off = Math.abs(Math.atan2(dy * Math.cos(angle) - dx * Math.sin(angle), along))
    if (ship.own || off >= least) continue
    least = off
    id = ship.id
  }
  return id
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
