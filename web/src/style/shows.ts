// Charts of what happens: each row one kind of happening, each column an age at which it is caught.

import type { Happening } from '../world/shown.ts'
import { blank, type Label, placeOf, type Scene, ship } from './scene.ts'

type At = (x: number, y: number) => Happening

interface Row {
  name: string
  make: At
}

const hit = { kind: 'hit', angle: -0.5, amount: 24, target: 1, byOwn: false, onOwn: false } as const
const broken = { kind: 'rockBreak', seed: 5 } as const
const burst = { kind: 'blast', vx: 0, vy: 0, radius: 17, seed: 77, own: false } as const

const small: readonly Row[] = [
  { name: 'muzzle', make: (x, y) => ({ kind: 'shot', angle: -0.5, hue: 0, own: true, x, y }) },
  { name: 'on shield', make: (x, y) => ({ ...hit, shield: true, harmless: false, x, y }) },
  { name: 'on hull', make: (x, y) => ({ ...hit, shield: false, harmless: false, x, y }) },
  { name: 'glint', make: (x, y) => ({ ...hit, shield: true, harmless: true, x, y }) },
  { name: 'on rock', make: (x, y) => ({ kind: 'rockHit', angle: -0.5, amount: 8, rich: false, byOwn: false, x, y }) },
  { name: 'on ore', make: (x, y) => ({ kind: 'rockHit', angle: -0.5, amount: 8, rich: true, byOwn: false, x, y }) },
  { name: 'bump', make: (x, y) => ({ kind: 'bump', speed: 360, own: false, x, y }) },
  { name: 'pickup', make: (x, y) => ({ kind: 'pickup', ship: 1, ore: 3, own: true, chain: 2, x, y }) },
]

const large: readonly Row[] = [
  { name: 'explosion', make: (x, y) => ({ ...burst, hue: 1, x, y }) },
  { name: 'rock breaks', make: (x, y) => ({ ...broken, radius: 40, rich: false, x, y }) },
  { name: 'rich rock breaks', make: (x, y) => ({ ...broken, radius: 40, rich: true, x, y }) },
  { name: 'spawn', make: (x, y) => ({ kind: 'spawn', hue: 0, own: false, x, y }) },
  { name: 'level up', make: (x, y) => ({ kind: 'levelUp', hue: 4, own: false, x, y }) },
]

function chart(rows: readonly Row[], ages: readonly number[]): Scene {
  const timed: { before: number; happening: Happening }[] = []
  const labels: Label[] = []
  rows.forEach(({ name, make }, row) => {
    ages.forEach((before, column) => {
      const { x, y } = placeOf(row * ages.length + column, ages.length, rows.length)
      timed.push({ before, happening: make(x, y) })
      labels.push({ x, y: y + 340 / rows.length, text: `${name} ${before.toFixed(2)} s` })
    })
  })
  return {
    seconds: Math.max(...ages) + 0.1,
    shown: (time, dt) => blank(time, dt),
    happenings: (left, dt) =>
      timed.filter(({ before }) => before >= left && before < left + dt).map((one) => one.happening),
    labels,
  }
}

export const sparksScene = (): Scene => chart(small, [0.03, 0.1, 0.2, 0.4, 0.8])
export const blastsScene = (): Scene => chart(large, [0.03, 0.13, 0.3, 0.6, 1, 1.5])

/** Space by place, with the own ship in the middle; `inside` is how far within the storm's edge. */
export function placeScene(x: number, y: number, inside: number, text: string): Scene {
  const far = Math.hypot(x, y)
  return {
    seconds: 0.2,
    shown: (time, dt) => {
      const shown = blank(time, dt)
      const items = [ship({ id: 1, own: true, radius: 17, x, y, thrust: 1, shieldLeft: 0.7 })]
      return { ...shown, sectorRadius: far + inside, focusX: x, focusY: y, ships: { items, count: 1 } }
    },
    labels: [{ x, y: y + 60, text }],
  }
}
