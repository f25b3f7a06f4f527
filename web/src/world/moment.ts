import type { Body } from './flight.ts'

const drag = 1.5 // 1/s, about that of a ship without thrust

/** How far a thing that nobody has heard of for so many seconds has coasted, in seconds of its speed. */
export function coasted(silent: number): number {
  return (1 - Math.exp(-drag * silent)) / drag
}

/** How much is left to see of what nobody has heard of for so many seconds: it fades, but never goes quite. */
export function paled(silent: number): number {
  return 1 - 0.72 * Math.max(0, Math.min(1, (silent - 0.5) / 1.5))
}

/** The moment of a picture. */
export interface Moment {
  render: number // tick at which others are shown, with fraction
  predict: number // tick of the own ship
  seconds: number // since the page began
  dt: number // seconds since the last picture
  aim: number // radians, where the own ship points
  thrust: number // 0..1
  thrustAngle: number // radians
  silent: number // seconds since the server should have been heard, 0 while it is
  own: Readonly<Body> // the own ship at `predict`, meaningless without one
}
