// What a scene of the style page is, and the blank records that scenes fill.

import type { Happening, Shown, ShownShip } from '../world/shown.ts'

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

/** A ship at rest, in good health, without shield. */
export function ship(values: Partial<ShownShip>): ShownShip {
  return {
    id: 0,
    own: false,
    bot: false,
    name: '',
    hull: 0,
    hue: 0,
    level: 0,
    x: 0,
    y: 0,
    vx: 0,
    vy: 0,
    aim: -0.4,
    thrust: 0,
    thrustAngle: -0.4,
    boost: false,
    radius: 30,
    hullLeft: 1,
    shieldLeft: 0,
    protected: false,
    bounty: false,
    adrift: false,
    mining: false,
    beamX: 0,
    beamY: 0,
    hitAge: 99,
    hitAngle: 0,
    fade: 1,
    ...values,
  }
}

/** The place of the n-th of things in rows of `across`, around the middle of the picture. */
export function placeOf(n: number, across: number, down: number): { x: number; y: number } {
  const column = n % across
  const row = Math.floor(n / across)
  return { x: ((column + 0.5) / across - 0.5) * 1480, y: ((row + 0.45) / down - 0.5) * 830 }
}
