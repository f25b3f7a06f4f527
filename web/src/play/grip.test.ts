// The help for sticks and the hit stop in a whole game: what reaches the server, and what the picture shows.

import { expect, test } from 'vitest'
import type { Device } from '../input/held.ts'
import { IDInput } from '../net/protocol.gen.ts'
import { ship } from '../world/testing.ts'
import { Stage } from './testing.ts'

const pointed = 0.08 // radians, how far beside the other ship the stick points

/** The aim that the server hears, in radians, with another ship dead ahead to the right. */
function toldAim(device: Device): number {
  const s = new Stage(device)
  s.fly()
  const frame = s.frame(507, { ships: [ship({ slot: 8, gen: 1, x: 2 * 150, y: 0, left: 63 }, 'Bob')] })
  s.brings(frame)
  s.run(500)
  s.held.aiming = true
  s.held.aimX = Math.cos(pointed)
  s.held.aimY = Math.sin(pointed)
  s.run(300)
  const aim = s.of(IDInput).at(-1)![6]!
  return (aim * 2 * Math.PI) / 1024
}

test('a pad that points beside a ship is drawn to it, a mouse is not', () => {
  expect(toldAim('keys')).toBeCloseTo(pointed, 2)
  const drawn = toldAim('pad')
  expect(drawn).toBeLessThan(pointed - 0.012)
  expect(drawn).toBeGreaterThan(0)
})

test('a hit stop holds the picture for an instant, while the ship flies on', () => {
  const s = new Stage()
  s.fly()
  s.held.moveX = 1
  s.run(300)
  const { shown } = s.game.picture
  const before = { tick: shown.tick, x: shown.focusX, flown: s.game.own.tick }
  s.game.stop.blow(1)
  s.run(32)
  expect(shown.tick).toBeCloseTo(before.tick, 1)
  expect(shown.dt).toBe(0)
  expect(Math.abs(shown.focusX - before.x), 'u').toBeLessThan(1)
  expect(s.game.own.tick).toBeGreaterThanOrEqual(before.flown)
  s.run(400)
  expect(s.game.stop.lagMs).toBeCloseTo(0, 6)
  expect(s.game.own.tick).toBeGreaterThan(before.flown + 8)
})
