import type { Body } from './flight.ts'

/** The moment of a picture. */
export interface Moment {
  render: number // tick at which others are shown, with fraction
  predict: number // tick of the own ship
  seconds: number // since the page began
  dt: number // seconds since the last picture
  aim: number // radians, where the own ship points
  thrust: number // 0..1
  thrustAngle: number // radians
  own: Readonly<Body> // the own ship at `predict`, meaningless without one
}
