// The record of a picture and its pools, filled anew for each picture without making garbage.

import type { Pool, Shown, ShownAfar, ShownBolt, ShownOre, ShownRock, ShownShip } from './shown.ts'

export function newShown(): Shown {
  return {
    time: 0,
    dt: 0,
    tick: 0,
    sectorRadius: 4096,
    focusX: 0,
    focusY: 0,
    focusVx: 0,
    focusVy: 0,
    ownId: -1,
    ships: { items: [], count: 0 },
    afar: { items: [], count: 0 },
    rocks: { items: [], count: 0 },
    ore: { items: [], count: 0 },
    bolts: { items: [], count: 0 },
  }
}

/** The next free record of a pool. */
export function take<T>(pool: Pool<T>, make: () => T): T {
  const one = (pool.items[pool.count] ??= make())
  pool.count++
  return one
}

export const newShip = (): ShownShip => ({
  id: 0,
  own: false,
  bot: false,
  name: '',
  hull: 0,
  hue: 0,
  level: 0,
  engine: 0,
  reach: 0,
  x: 0,
  y: 0,
  vx: 0,
  vy: 0,
  aim: 0,
  thrust: 0,
  thrustAngle: 0,
  boost: false,
  radius: 0,
  hullLeft: 1,
  shieldLeft: 1,
  protected: false,
  bounty: false,
  adrift: false,
  mining: false,
  beamX: 0,
  beamY: 0,
  beamHits: false,
  hitAge: 1e9,
  hitAngle: 0,
  fade: 1,
})

export const newGlimpsed = (): ShownAfar => ({
  x: 0,
  y: 0,
  angle: 0,
  hull: 0,
  hue: 0,
  radius: 0,
  bounty: false,
  fade: 0,
})

export const newRock = (): ShownRock => ({
  id: 0,
  x: 0,
  y: 0,
  angle: 0,
  radius: 0,
  seed: 0,
  ore: 0,
  wear: 0,
  hitAge: 1e9,
  fade: 1,
})

export const newOre = (): ShownOre => ({ id: 0, x: 0, y: 0, kind: 0, fade: 1 })

export const newBolt = (): ShownBolt => ({ id: 0, own: false, hue: 0, x: 0, y: 0, vx: 0, vy: 0, fade: 1 })
