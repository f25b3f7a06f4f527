// A made-up battle for the style page: everything the renderer can show, at once and always the same.
// Time is counted backwards from the moment of the picture, so that each thing is caught at its best age.

import { Dice } from '../draw/dice.ts'
import type { Happening, Shown, ShownBolt, ShownOre, ShownRock, ShownShip } from '../world/shown.ts'
import { ship } from './scene.ts'

interface Course {
  x: number // u, where the ship is at the moment of the picture
  y: number
  speed: number // u/s
  heading: number // radians
  bend: number // radians/s
  ship: Partial<ShownShip>
}

interface Timed {
  before: number // s before the moment of the picture
  happening: Happening
}

const courses: readonly Course[] = [
  {
    x: 0,
    y: 20,
    speed: 330,
    heading: -0.35,
    bend: -0.9,
    ship: {
      id: 1,
      own: true,
      name: 'YOU',
      hull: 0,
      hue: 0,
      level: 4,
      aim: -0.55,
      shieldLeft: 0.7,
      hullLeft: 0.82,
      hitAge: 0.35,
      hitAngle: 2.6,
    },
  },
  {
    x: 355,
    y: -215,
    speed: 240,
    heading: 3.5,
    bend: 0.6,
    ship: {
      id: 2,
      name: 'Vex',
      bot: true,
      hull: 1,
      hue: 1,
      level: 9,
      aim: 2.55,
      shieldLeft: 0.8,
      hullLeft: 0.4,
      hitAge: 0.05,
      hitAngle: 2.5,
      bounty: true,
    },
  },
  {
    x: 480,
    y: -40,
    speed: 260,
    heading: 2.6,
    bend: -0.8,
    ship: { id: 3, name: 'Grale', bot: true, hull: 2, hue: 3, level: 13, aim: 3.3, boost: true, shieldLeft: 0.5 },
  },
  {
    x: 270,
    y: -340,
    speed: 300,
    heading: 2,
    bend: 0.7,
    ship: { id: 4, name: 'Nyx', hull: 5, hue: 6, level: 6, aim: 2.1, shieldLeft: 0 },
  },
  {
    x: -480,
    y: -60,
    speed: 160,
    heading: 0.1,
    bend: 0.25,
    ship: {
      id: 5,
      name: 'miner 4',
      bot: true,
      hull: 3,
      hue: 2,
      level: 2,
      aim: -0.93,
      mining: true,
      beamX: -383,
      beamY: -196,
      shieldLeft: 0.2,
    },
  },
  {
    x: -560,
    y: 90,
    speed: 180,
    heading: -0.1,
    bend: -0.2,
    ship: { id: 6, name: 'Łucja 星', hull: 3, hue: 5, level: 14, aim: 0.1, shieldLeft: 0 },
  },
  {
    x: -150,
    y: -200,
    speed: 260,
    heading: 0.1,
    bend: 0.7,
    ship: { id: 7, name: 'Old Tom', hull: 4, hue: 4, level: 12, aim: 0.05, shieldLeft: 0, adrift: false },
  },
  {
    x: -200,
    y: 140,
    speed: 320,
    heading: -0.25,
    bend: -0.7,
    ship: { id: 8, name: 'Mira', hull: 0, hue: 7, level: 12, aim: -0.3, shieldLeft: 0.3, protected: true },
  },
  {
    x: -20,
    y: 330,
    speed: 90,
    heading: -0.4,
    bend: 0,
    ship: { id: 9, name: 'drifter', hull: 1, hue: 2, level: 5, aim: -1, adrift: true, thrust: 0.1, shieldLeft: 0 },
  },
  { x: 1040, y: -250, speed: 200, heading: 3, bend: 0, ship: { id: 10, name: 'far', hull: 2, hue: 1, shieldLeft: 0 } },
  {
    x: -960,
    y: 330,
    speed: 200,
    heading: 3,
    bend: 0,
    ship: { id: 11, name: 'hunted', hull: 2, hue: 5, shieldLeft: 0, bounty: true },
  },
]

const rockPlaces: readonly (readonly [number, number, number, number, number, number])[] = [
  // x, y, radius, seed, ore, wear
  [-352, -240, 72, 3, 0, 0.15],
  [-250, -300, 34, 8, 0, 0],
  [255, 96, 78, 1, 1, 0.55],
  [-60, 262, 80, 5, 0, 0.35],
  [30, 215, 22, 11, 0, 0.8],
  [450, -288, 50, 6, 0.9, 0.2],
  [585, -140, 34, 14, 0, 0.95],
  [160, -6, 24, 16, 0.6, 0.3],
  [140, -400, 56, 20, 0, 0.1],
  [-720, 210, 44, 9, 0.8, 0.7],
  [620, 250, 62, 17, 0, 1],
  [-300, 370, 40, 22, 0.5, 0.5],
  [-640, -330, 58, 13, 0, 0.6],
  [690, 60, 20, 19, 0, 0],
  [-90, -370, 18, 21, 1, 0],
]

const timed: readonly Timed[] = [
  {
    before: 0.26,
    happening: { kind: 'blast', x: 375, y: 220, vx: 30, vy: -20, radius: 22, hue: 3, seed: 77, own: false },
  },
  {
    before: 0.055,
    happening: {
      kind: 'hit',
      x: 318,
      y: -185,
      angle: 2.5,
      amount: 24,
      shield: true,
      target: 2,
      byOwn: true,
      onOwn: false,
    },
  },
  {
    before: 0.3,
    happening: {
      kind: 'hit',
      x: 340,
      y: -200,
      angle: 2.5,
      amount: 18,
      shield: true,
      target: 4,
      byOwn: true,
      onOwn: false,
    },
  },
  {
    before: 0.4,
    happening: {
      kind: 'hit',
      x: -24,
      y: 36,
      angle: 2.6,
      amount: 12,
      shield: false,
      target: 1,
      byOwn: false,
      onOwn: true,
    },
  },
  { before: 0.36, happening: { kind: 'rockBreak', x: -580, y: 330, radius: 52, seed: 5, rich: true } },
  { before: 0.06, happening: { kind: 'rockHit', x: -383, y: -196, angle: 2.2, amount: 4, rich: false, byOwn: false } },
  { before: 0.1, happening: { kind: 'rockHit', x: -383, y: -196, angle: 2.2, amount: 4, rich: true, byOwn: false } },
  { before: 0.16, happening: { kind: 'pickup', x: 60, y: 110, ship: 1, ore: 6, own: true, chain: 4 } },
  { before: 0.1, happening: { kind: 'pickup', x: 80, y: -60, ship: 1, ore: 2, own: true, chain: 5 } },
  { before: 0.24, happening: { kind: 'levelUp', x: -150, y: -200, hue: 4, own: false } },
  { before: 0.05, happening: { kind: 'shot', x: 30, y: 2, angle: -0.55, hue: 0, own: true } },
  { before: 0.12, happening: { kind: 'bump', x: 640, y: 200, speed: 300, own: false } },
]

/** Where everything is `left` seconds before the moment of the picture. */
export function battle(seed: number, time: number, left: number, dt: number, atX: number, atY: number): Shown {
  const ships = courses.map((course) => fly(course, left, atX, atY))
  const own = ships[0]!
  const pool = <T>(items: T[]) => ({ items, count: items.length })
  return {
    time,
    dt,
    tick: time * 30,
    sectorRadius: 4096,
    focusX: atX + 10,
    focusY: atY,
    focusVx: 0,
    focusVy: 0,
    ownId: own.id,
    ships: pool(ships),
    afar: pool([]),
    rocks: pool(rocks(time, atX, atY)),
    ore: pool(ore(seed, atX, atY)),
    bolts: pool(bolts(left, atX, atY)),
  }
}

/** What happens in the `dt` seconds that end `left` seconds before the moment of the picture. */
export function happeningsIn(left: number, dt: number, atX: number, atY: number): Happening[] {
  return timed
    .filter(({ before }) => before >= left && before < left + dt)
    .map(({ happening }) => ({ ...happening, x: happening.x + atX, y: happening.y + atY }))
}

function fly(course: Course, left: number, atX: number, atY: number): ShownShip {
  const { x, y, speed, heading, bend } = course
  const then = heading - bend * left
  const r = Math.abs(bend) > 0.01 ? speed / bend : 0
  const dx = r ? r * (Math.sin(heading) - Math.sin(then)) : speed * left * Math.cos(heading)
  const dy = r ? -r * (Math.cos(heading) - Math.cos(then)) : speed * left * Math.sin(heading)
  const s = ship({ level: 1, thrust: 1, aim: 0, radius: 17, hullLeft: 0.75, shieldLeft: 0.5, ...course.ship })
  s.x = atX + x - dx
  s.y = atY + y - dy
  s.beamX += atX
  s.beamY += atY
  s.vx = Math.cos(then) * speed
  s.vy = Math.sin(then) * speed
  s.thrustAngle = then
  s.hitAge += -left
  if (s.hitAge < 0) s.hitAge = 99
  return s
}

function rocks(time: number, atX: number, atY: number): ShownRock[] {
  return rockPlaces.map(([x, y, radius, seed, ore, wear], i) => ({
    id: 100 + i,
    x: x + atX,
    y: y + atY,
    angle: i * 1.3 + time * 0.05 * (i % 2 ? 1 : -1),
    radius,
    seed,
    ore,
    wear,
    hitAge: i === 7 ? 0.03 : 9,
    fade: 1,
  }))
}

function ore(seed: number, atX: number, atY: number): ShownOre[] {
  const dice = new Dice().seed(seed)
  const piece = (i: number, x: number, y: number, kind: number) => ({
    id: 200 + i,
    x: x + atX,
    y: y + atY,
    kind,
    fade: 1,
  })
  const list: ShownOre[] = []
  for (let i = 0; i < 9; i++) list.push(piece(i, dice.between(130, 330), dice.between(60, 270), i % 4 === 3 ? 1 : 0))
  for (let i = 9; i < 15; i++) list.push(piece(i, dice.between(-520, -420), dice.between(20, 130), 0))
  return list.concat([piece(20, -330, 60, 2), piece(21, 130, -120, 1), piece(22, -20, -110, 0)])
}

function bolts(left: number, atX: number, atY: number): ShownBolt[] {
  const list: ShownBolt[] = []
  const salvo = (
    id: number,
    own: boolean,
    hue: number,
    x: number,
    y: number,
    angle: number,
    count: number,
    gap: number,
  ) => {
    for (let i = 0; i < count; i++) {
      const d = i * gap - left * 900
      const side = (i % 2 ? 1 : -1) * 9
      list.push({
        id: id + i,
        own,
        hue,
        x: atX + x + Math.cos(angle) * d - Math.sin(angle) * side,
        y: atY + y + Math.sin(angle) * d + Math.cos(angle) * side,
        vx: Math.cos(angle) * 900,
        vy: Math.sin(angle) * 900,
        fade: 1,
      })
    }
  }
  salvo(300, true, 0, 80, -30, -0.55, 8, 30)
  salvo(320, false, 1, 240, -130, 2.62, 2, 60)
  salvo(330, false, 3, 430, -30, 3.05, 4, 80)
  salvo(340, false, 6, 235, -270, 2.1, 2, 70)
  return list
}
