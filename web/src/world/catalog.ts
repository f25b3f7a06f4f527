// The numbers of the game that the client computes with, as /api/catalog gives them, and what follows
// from them by the same expressions as in game/catalog.

import type { Drive } from './flight.ts'

export interface Hull {
  key: string
  radius: number // u
  mass: number
  accel: number
  drag: number
  boost: number
  boostCost: number
  beamCost: number
  regen: number
  energy: number
  gun: string // key of a weapon
}

export interface Weapon {
  key: string
  speed: number // u/s
  life: number // ticks
  period: number // ticks
  damage: number // points, without upgrades
  radius: number // u
  muzzle: number // u ahead of the ship's centre
}

export interface Track {
  key: string
  step: number
  max: number
}

export interface Catalog {
  hash: string
  sector: { rockDrag: number; oreDrag: number; viewHalfWidth: number; viewHalfHeight: number }
  hulls: Hull[]
  weapons: Weapon[]
  beam: { range: number }
  growth: { tracks: Track[] }
}

const trackEngine = 0
const trackRate = 4
const trackRange = 5
const trackEnergy = 7

/** Checks what came as a catalog, so that a broken one is told at once and not in flight. */
export function readCatalog(raw: unknown): Catalog {
  const c = raw as Catalog
  const good =
    typeof c?.hash === 'string' &&
    Array.isArray(c.hulls) &&
    c.hulls.length > 0 &&
    Array.isArray(c.weapons) &&
    c.weapons.length > 0 &&
    Array.isArray(c.growth?.tracks) &&
    c.growth.tracks.length > trackEnergy &&
    typeof c.sector?.rockDrag === 'number' &&
    typeof c.beam?.range === 'number'
  if (!good) throw new Error('/api/catalog gave no catalog this client can use; reload the page', { cause: 'catalog' })
  return c
}

/** A hull by its index; what is not known looks like the first. */
export const hullAt = (c: Catalog, index: number): Hull => c.hulls[index] ?? c.hulls[0]!
export const weaponAt = (c: Catalog, index: number): Weapon => c.weapons[index] ?? c.weapons[0]!

/** The gun of a hull, as an index into the weapons. */
export function gunOf(c: Catalog, hull: number): number {
  const gun = hullAt(c, hull).gun
  return Math.max(
    0,
    c.weapons.findIndex((weapon) => weapon.key === gun),
  )
}

const gain = (c: Catalog, track: number, level: number): number => 1 + c.growth.tracks[track]!.step * level

/** How a ship of that hull flies with the levels of its upgrade tracks. */
export function driveOf(c: Catalog, hull: number, tracks: ArrayLike<number>): Drive {
  const h = hullAt(c, hull)
  const energy = gain(c, trackEnergy, tracks[trackEnergy] ?? 0)
  return {
    accel: h.accel * gain(c, trackEngine, tracks[trackEngine] ?? 0),
    drag: h.drag,
    boost: h.boost,
    boostCost: h.boostCost,
    beamCost: h.beamCost,
    regen: h.regen * energy,
    energyMax: h.energy * energy,
  }
}

/** The pause between shots, in ticks. */
export function periodOf(c: Catalog, weapon: number, tracks: ArrayLike<number>): number {
  return Math.max(2, Math.floor(weaponAt(c, weapon).period / gain(c, trackRate, tracks[trackRate] ?? 0) + 0.5))
}

/** How long a bolt flies, in ticks, at a level of its shooter's range track. */
export function lifeOf(c: Catalog, weapon: number, range: number): number {
  return weaponAt(c, weapon).life + Math.trunc(c.growth.tracks[trackRange]!.step * range)
}

/** The level of the range track among the levels of all. */
export const rangeLevel = (tracks: ArrayLike<number>): number => tracks[trackRange] ?? 0
