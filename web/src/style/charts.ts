// Charts of what lies and flies about: hulls, states of a ship, growth, rocks, ore, bolts and beams.

import type { ShownOre, ShownRock, ShownShip } from '../world/shown.ts'
import { blank, type Label, placeOf, pool, type Scene, ship } from './scene.ts'

const hullNames = ['dart', 'interceptor', 'gunship', 'miner', 'frigate', 'carrier']
const hues = [0, 1, 2, 3, 4, 5, 6, 7]
const stageLevels = [1, 5, 12]
const growthLevels = [0, 1, 2, 3, 4, 6, 8, 9, 10, 12, 16, 20]

function shipsChart(ships: readonly ShownShip[], labels: Label[]): Scene {
  return {
    seconds: 0.2,
    shown: (time, dt) => ({ ...blank(time, dt), ships: pool([...ships]) }),
    labels,
  }
}

/** Every hull in every stage and every hue. */
export function hullsScene(): Scene {
  const ships: ShownShip[] = []
  const labels: Label[] = []
  hullNames.forEach((name, hull) => {
    stageLevels.forEach((level, stage) => {
      const id = stage * hullNames.length + hull
      const place = placeOf(id, hullNames.length, stageLevels.length)
      const hue = id % hues.length
      ships.push(ship({ id: id + 1, hull, hue, level, radius: 44, thrust: stage * 0.5, ...place }))
      labels.push({ ...place, y: place.y + 96, text: `${name}, level ${level}, hue ${hue}` })
    })
  })
  return shipsChart(ships, labels)
}

const states: readonly (readonly [string, Partial<ShownShip>])[] = [
  ['idle', {}],
  ['thrust', { thrust: 1 }],
  ['boost', { thrust: 1, boost: true }],
  ['thrust aside', { thrust: 1, thrustAngle: 1.6 }],
  ['shield up', { shieldLeft: 1 }],
  ['shield hit', { shieldLeft: 0.7, hitAge: 0.12, hitAngle: 0.7 }],
  ['hull hit', { hitAge: 0.02, hullLeft: 0.6 }],
  ['low hull', { hullLeft: 0.2 }],
  ['protected', { protected: true, shieldLeft: 1 }],
  ['bounty', { bounty: true, shieldLeft: 0.6 }],
  ['adrift', { adrift: true, thrust: 0.2 }],
  ['bot', { bot: true, name: 'Vex' }],
  ['person', { name: 'Ada' }],
  ['own', { own: true, hullLeft: 0.8 }],
  ['mining', { mining: true }],
  ['mining nothing', { mining: true, beamHits: false }],
  ['half faded', { fade: 0.5 }],
]

/** Every state of a ship; below right, ships seen from afar. */
export function statesScene(): Scene {
  const across = 7
  const places = states.map((_, i) => placeOf(i, across, 3))
  const ships = states.map(([, values], i) => {
    const { x, y } = places[i]!
    return ship({ id: i + 1, hue: i % 8, level: 3, radius: 34, beamX: x + 130, beamY: y - 60, x, y, ...values })
  })
  const labels = states.map(([text], i) => ({ x: places[i]!.x, y: places[i]!.y + 88, text }))
  const scene = shipsChart(ships, labels)
  const far = [states.length, states.length + 1].map((n) => placeOf(n, across, 3))
  const afar = far.map((place, i) => ({
    ...place,
    angle: -0.4,
    hull: i,
    hue: 1 + i * 3,
    radius: 34,
    bounty: i === 1,
    fade: 0.6,
  }))
  return {
    ...scene,
    shown: (time, dt, left) => ({ ...scene.shown(time, dt, left), afar: pool(afar) }),
    labels: [...labels, ...far.map(({ x, y }, i) => ({ x, y: y + 88, text: i ? 'afar, bounty' : 'afar' }))],
  }
}

/** One hull as it grows. */
export function growthScene(): Scene {
  const ships = growthLevels.map((level, i) =>
    ship({ id: i + 1, level, radius: 58, shieldLeft: 0.8, thrust: 0.7, hue: i % 8, ...placeOf(i, 4, 3) }),
  )
  const labels = ships.map(({ x, y, level }) => ({ x, y: y + 120, text: `level ${level}` }))
  return shipsChart(ships, labels)
}

/** Rocks by size, by wear and by what they hold. */
export function rocksScene(): Scene {
  const rocks: ShownRock[] = []
  const labels: Label[] = []
  const rows = ['size', 'wear', 'riches']
  rows.forEach((name, row) => {
    for (let i = 0; i < 8; i++) {
      const place = placeOf(row * 8 + i, 8, rows.length)
      const share = i / 7
      const radius = row === 0 ? 26 + 60 * share : 78
      const held = { wear: row === 1 ? share : 0, ore: row === 2 ? share : 0 }
      rocks.push({ id: rocks.length, angle: i, radius, seed: row * 8 + i, hitAge: 9, fade: 1, ...held, ...place })
      labels.push({ ...place, y: place.y + 112, text: `${name} ${share.toFixed(2)}` })
    }
  })
  rocks.push({ ...rocks[7]!, id: 99, x: 0, y: -395, radius: 34, hitAge: 0.02 })
  return {
    seconds: 0.2,
    shown: (time, dt) => ({ ...blank(time, dt), rocks: pool(rocks) }),
    labels: [...labels, { x: 0, y: -352, text: 'struck' }],
  }
}

const oreNames = ['ore', 'rich ore', 'repair']

/** Ore, bolts of every hue from others and from the own ship, and mining beams. */
export function matterScene(): Scene {
  const ore: ShownOre[] = []
  const labels: Label[] = []
  for (let i = 0; i < 9; i++) {
    const place = placeOf(i, 9, 4)
    ore.push({ id: i, kind: i % 3, fade: 1, ...place })
    labels.push({ ...place, y: place.y + 46, text: oreNames[i % 3]! })
  }
  const bolt = (i: number, own: boolean) => {
    const place = placeOf((own ? 8 : 16) + i, 8, 4)
    labels.push({ ...place, y: place.y + 40, text: own ? `own bolt, hue ${i}` : `bolt, hue ${i}` })
    return { id: i + (own ? 100 : 0), own, hue: i, vx: 900, vy: 0, fade: 1, ...place }
  }
  const bolts = hues.flatMap((i) => [bolt(i, true), bolt(i, false)])
  const miners = [0, 1, 2].map((i) => {
    const { x, y } = placeOf(9 + i, 3, 4)
    labels.push({ x, y: y + 70, text: 'beam' })
    return ship({ id: i + 1, hue: i * 2, aim: 0, mining: true, beamX: x + 240, beamY: y, x: x - 60, y })
  })
  return {
    seconds: 0.2,
    shown: (time, dt) => ({ ...blank(time, dt), ore: pool(ore), bolts: pool(bolts), ships: pool(miners) }),
    labels,
  }
}
