// Charts for the style page: every ship in every stage and hue, and every rock in every state of wear.

import { Dice } from '../draw/dice.ts'
import type { Shown, ShownOre, ShownRock, ShownShip } from '../world/shown.ts'

const levels = [1, 6, 14]

function empty(time: number, dt: number): Shown {
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
    ships: { items: [], count: 0 },
    afar: { items: [], count: 0 },
    rocks: { items: [], count: 0 },
    ore: { items: [], count: 0 },
    bolts: { items: [], count: 0 },
  }
}

export function shipChart(time: number, dt: number): Shown {
  const shown = empty(time, dt)
  const ships: ShownShip[] = []
  for (let hull = 0; hull < 6; hull++) {
    for (let stage = 0; stage < 3; stage++) {
      ships.push({
        id: hull * 3 + stage + 1,
        own: false,
        bot: false,
        name: `hull ${hull} level ${levels[stage]}`,
        hull,
        hue: (hull + stage * 3) % 8,
        level: levels[stage]!,
        x: -600 + hull * 240,
        y: -260 + stage * 240,
        vx: 0,
        vy: 0,
        aim: -0.4,
        thrust: stage * 0.5,
        thrustAngle: -0.4,
        boost: stage === 2,
        radius: 44,
        hullLeft: 0.9 - stage * 0.35,
        shieldLeft: hull === 0 ? 0.8 : 0,
        protected: hull === 1 && stage === 0,
        bounty: hull === 2 && stage === 0,
        adrift: hull === 3 && stage === 0,
        mining: false,
        beamX: 0,
        beamY: 0,
        hitAge: hull === 0 ? stage * 0.15 : 9,
        hitAngle: 0.7,
        fade: 1,
      })
    }
  }
  shown.ships = { items: ships, count: ships.length }
  return shown
}

export function rockChart(time: number, dt: number): Shown {
  const shown = empty(time, dt)
  const rocks: ShownRock[] = []
  for (let seed = 0; seed < 24; seed++) {
    rocks.push({
      id: seed,
      x: -630 + (seed % 8) * 180,
      y: -250 + Math.floor(seed / 8) * 200,
      angle: seed,
      radius: 74,
      seed,
      ore: seed % 4 === 0 ? 1 : seed % 4 === 1 ? 0.4 : 0,
      wear: (seed % 8) / 7,
      hitAge: 9,
      fade: 1,
    })
  }
  const ore: ShownOre[] = []
  const dice = new Dice().seed(4)
  for (let i = 0; i < 24; i++)
    ore.push({ id: i, x: -630 + i * 55, y: 330 + dice.between(-20, 20), kind: i % 3, fade: 1 })
  shown.rocks = { items: rocks, count: rocks.length }
  shown.ore = { items: ore, count: ore.length }
  return shown
}
