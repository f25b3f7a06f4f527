// The eye: follows the focus rigidly (so that the own ship never swims), looks ahead along its speed,
// glides when the focus jumps, widens with speed and shakes with blows.
//
// Everybody sees the same AREA whatever the shape of the window, so that no screen gains sight.

import type { Shown } from '../world/shown.ts'

const area = 1500 * 844 // u² on screen at rest
const widestHalf = 900 // u
const tallestHalf = 560 // u
const speedZoom = 0.12 // how much wider at full speed
const fullSpeed = 700 // u/s
const lookAheadSeconds = 0.24
const farthestLook = 130 // u
const jump = 220 // u between two pictures that count as a change of subject
const farthestGlide = 1100 // u that the eye travels to a new subject: from further off it comes by a cut
const wide = 1.2 // times as wide as high is a picture with room beside its middle
const usualPace = 5 // 1/s, how quickly the eye goes over to a new subject
const diveWidens = 0.18 // how much more is seen where a dive begins
const shakePx = 8

export interface Point {
  x: number
  y: number
}

export class Camera {
  x = 0 // u, centre of the picture, shake left out
  y = 0
  zoom = 1 // CSS pixels per u
  halfWidth = 750 // u from the centre to the edges
  halfHeight = 422
  restHalfWidth = 750 // the same with the ship at rest
  restHalfHeight = 422
  shakeX = 0 // u
  shakeY = 0
  shakeScale = 1 // 0..1, the player's choice
  reducedMotion = false
  magnify = 1 // how much nearer a spectator looks
  aside = 0 // how far right of the middle the subject is shown, in half widths of a wide picture

  #width = 1280
  #height = 720
  #lookX = 0
  #lookY = 0
  #driftX = 0 // what is left of the way from the subject before
  #driftY = 0
  #driftVx = 0
  #driftVy = 0
  #pace = usualPace
  #turns = false // the next picture has another subject
  #dive = 0
  #near = 1
  #right = 0
  #focusX = Number.NaN
  #focusY = 0
  #widen = 0
  #trauma = 0
  readonly #point: Point = { x: 0, y: 0 }

  /** Takes the size of the canvas in CSS pixels. */
  resize(width: number, height: number): void {
    this.#width = Math.max(1, width)
    this.#height = Math.max(1, height)
    this.#frame()
  }

  follow(shown: Shown): void {
    const dt = Math.min(shown.dt, 0.1)
    this.#glide(shown, dt)
    const speed = Math.hypot(shown.focusVx, shown.focusVy)
    const reach = Math.min(lookAheadSeconds, farthestLook / Math.max(speed, 1))
    const ease = 1 - Math.exp(-dt * 3)
    this.#lookX += (shown.focusVx * reach - this.#lookX) * ease
    this.#lookY += (shown.focusVy * reach - this.#lookY) * ease
    const rush = this.reducedMotion ? 0 : Math.min(speed / fullSpeed, 1)
    this.#widen += (rush * rush - this.#widen) * (1 - Math.exp(-dt * 1.6))
    this.#frame()
    this.x = shown.focusX + this.#lookX + this.#driftX - this.#right * this.halfWidth
    this.y = shown.focusY + this.#lookY + this.#driftY
    this.#shake(shown.time, dt)
  }

  /** The next picture has another subject: the eye goes over to it, at that pace. */
  turn(pace = usualPace): void {
    this.#turns = true
    this.#pace = pace
  }

  /** As `turn`, to the own ship: it dives from a little higher up. */
  dive(): void {
    this.turn()
    if (!this.reducedMotion) this.#dive = 1
  }

  /** A blow shakes the picture; `blow` 0..1, where 1 is the own ship bursting. */
  jolt(blow: number): void {
    this.#trauma = Math.min(1, Math.max(this.#trauma, blow) + blow * 0.25)
  }

  /** The world place under a CSS pixel of the canvas. The result is reused by the next call. */
  screenToWorld(x: number, y: number): Point {
    this.#point.x = this.x + this.shakeX + (x - this.#width / 2) / this.zoom
    this.#point.y = this.y + this.shakeY + (y - this.#height / 2) / this.zoom
    return this.#point
  }

  /** The CSS pixel of the canvas where a world place is seen. The result is reused by the next call. */
  worldToScreen(x: number, y: number): Point {
    this.#point.x = (x - this.x - this.shakeX) * this.zoom + this.#width / 2
    this.#point.y = (y - this.y - this.shakeY) * this.zoom + this.#height / 2
    return this.#point
  }

  /** Whether a disc around a place touches the picture. */
  sees(x: number, y: number, radius: number): boolean {
    return Math.abs(x - this.x) < this.halfWidth + radius + 12 && Math.abs(y - this.y) < this.halfHeight + radius + 12
  }

  // A spring without overshoot: it sets off gently and arrives gently. A spectator's eye does not race through a
  // world that it cannot see; a player's comes from the right side.
  #glide(shown: Shown, dt: number): void {
    const gapX = this.#focusX - shown.focusX
    const gapY = this.#focusY - shown.focusY
    const gap = Math.hypot(gapX, gapY)
    if (this.#turns || gap > jump) {
      const far = gap > farthestGlide
      const share = this.reducedMotion || !(gap > 0) || (far && shown.ownId < 0) ? 0 : Math.min(1, farthestGlide / gap)
      if (far || share === 0) this.#driftX = this.#driftY = this.#driftVx = this.#driftVy = 0
      this.#driftX += gapX * share || 0
      this.#driftY += gapY * share || 0
      this.#turns = false
    }
    this.#focusX = shown.focusX
    this.#focusY = shown.focusY
    this.#settle(dt)
  }

  #settle(dt: number): void {
    const keep = Math.exp(-dt * this.#pace)
    const turnX = (this.#driftVx + this.#driftX * this.#pace) * dt
    const turnY = (this.#driftVy + this.#driftY * this.#pace) * dt
    this.#driftX = (this.#driftX + turnX) * keep
    this.#driftY = (this.#driftY + turnY) * keep
    this.#driftVx = (this.#driftVx - turnX * this.#pace) * keep
    this.#driftVy = (this.#driftVy - turnY * this.#pace) * keep
    this.#dive = Math.max(0, this.#dive - dt)
    const ease = this.reducedMotion ? 1 : 1 - Math.exp(-dt * 5)
    this.#right += ((this.#width > this.#height * wide ? this.aside : 0) - this.#right) * ease
    this.#near += (this.magnify - this.#near) * ease
  }

  #frame(): void {
    const aspect = this.#width / this.#height
    let half = Math.sqrt(area * aspect) / 2
    half = Math.min(half, widestHalf, tallestHalf * aspect)
    this.restHalfWidth = half
    this.restHalfHeight = half / aspect
    const wider = 1 + speedZoom * this.#widen + diveWidens * this.#dive * this.#dive * (3 - 2 * this.#dive)
    half = Math.min((half * wider) / this.#near, widestHalf, tallestHalf * aspect)
    this.halfWidth = half
    this.halfHeight = half / aspect
    this.zoom = this.#width / (2 * half)
  }

  #shake(time: number, dt: number): void {
    this.#trauma = Math.max(0, this.#trauma - dt * 1.5)
    const strength = this.reducedMotion ? 0 : (this.#trauma * this.#trauma * shakePx * this.shakeScale) / this.zoom
    this.shakeX = strength * (Math.sin(time * 53) * 0.7 + Math.sin(time * 97 + 1) * 0.3)
    this.shakeY = strength * (Math.sin(time * 61 + 2) * 0.7 + Math.sin(time * 89 + 4) * 0.3)
  }
}
