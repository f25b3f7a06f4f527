// What a scene of the style page is, and the blank records that scenes fill.

import type { Happening, Shown, ShownShip } from '../world/shown.ts'
import { newShip } from '../world/pools.ts'

export interface Label {
  x: number // u, the place under which it stands
  y: number
  text: string
}

export interface Scene {
  seconds: number // that must pass before the picture is as it should be
  /** The world `left` seconds before the moment of the picture. */
  shown(time: number, dt: number, left: number): Shown
  /** What happens in the `dt` seconds that end `left` seconds before the moment of the picture. */
  happenings?(left: number, dt: number): Happening[]
  labels: readonly Label[]
}

export function blank(time: number, dt: number): Shown {
  return {
    time,
    dt,
    tick: time * 30,
    sectorRadius: 4096,
    focusX: 0,
    focusY: 0,
    focusVx: 0,
    focusVy: 0,
    ownId: -1,
    ships: pool([]),
    afar: pool([]),
    rocks: pool([]),
    ore: pool([]),
    bolts: pool([]),
  }
}

export const pool = <T>(items: T[]) => ({ items, count: items.length })

/** A ship at rest, in good health, without shield, whose tracks have grown evenly. */
export function ship(values: Partial<ShownShip>): ShownShip {
  const track = Math.floor((values.level ?? 0) / 3)
  const still = { aim: -0.4, thrustAngle: -0.4, radius: 30, shieldLeft: 0, hitAge: 99, beamHits: true }
  return { ...newShip(), ...still, engine: track, reach: track, ...values }
}

/** The place of the n-th of things in rows of `across`, around the middle of the picture. */
export function placeOf(n: number, across: number, down: number): { x: number; y: number } {
  const column = n % across
  const row = Math.floor(n / across)
  return { x: ((column + 0.5) / across - 0.5) * 1480, y: ((row + 0.45) / down - 0.5) * 830 }
}
