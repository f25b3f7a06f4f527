import { expect, test } from 'vitest'
import { Batch } from '../gl/batch.ts'
import type { Shown, ShownShip } from '../world/shown.ts'
import { Camera } from './camera.ts'
import type { Frame } from './frame.ts'
import { Trails } from './trails.ts'

/** The trail of a ship that was at those places, a remembered step apart, as the middles of its strips' ends. */
function trailOf(places: readonly (readonly [number, number])[]): number[][] {
  const trails = new Trails()
  const ship = { id: 3, x: 0, y: 0, hue: 0, fade: 1, thrust: 1, boost: false, radius: 17 } as ShownShip
  const shown = { time: 0, ships: { items: [ship], count: 1 } } as unknown as Shown
  const batch = new Batch(400)
  const frame = { shown, camera: new Camera(), batch } as unknown as Frame
  batch.reset(0, 0)
  for (const [x, y] of places) {
    Object.assign(ship, { x, y })
    shown.time += 1 / 30
    trails.remember(frame)
  }
  trails.draw(frame)
  const floats = new Float32Array(batch.words().buffer)
  const middle = (at: number, a: number, b: number) =>
    [0, 1].map((axis) => (floats[at + a * 6 + axis]! + floats[at + b * 6 + axis]!) / 2)
  const strips = Array.from({ length: batch.count }, (_, i) => i * 24)
  return [...strips.slice(0, 1).map((at) => middle(at, 0, 3)), ...strips.map((at) => middle(at, 1, 2))]
}

/** The sharpest corner along a way, radians. */
function sharpest(way: number[][]): number {
  let most = 0
  for (let i = 2; i < way.length; i++) {
    const [a, b, c] = [way[i - 2]!, way[i - 1]!, way[i]!]
    const [ax, ay, bx, by] = [b[0]! - a[0]!, b[1]! - a[1]!, c[0]! - b[0]!, c[1]! - b[1]!]
    if (Math.hypot(ax, ay) > 0.01 && Math.hypot(bx, by) > 0.01)
      most = Math.max(most, Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)))
  }
  return most
}

const straight = (count: number, x: number, y: number, dx: number, dy: number) =>
  Array.from({ length: count }, (_, i) => [x + dx * i, y + dy * i] as const)

test('a corner is rounded', () => {
  const way = trailOf([...straight(8, 0, 0, 16, 0), ...straight(8, 112, 16, 0, 16)])
  expect(sharpest(way)).toBeLessThan(0.35)
})

test('a straight way takes one strip between two places, and begins at the ship', () => {
  const way = trailOf(straight(10, 0, 0, 16, 0))
  expect(way).toHaveLength(10)
  expect(way[0]![0]).toBeCloseTo(144)
  expect(way[0]![1]).toBeCloseTo(0)
})

test('a ship at rest draws nothing', () => {
  expect(trailOf(straight(10, 5, 5, 0, 0))).toHaveLength(0)
})
