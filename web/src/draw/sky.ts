// The far background: nebula, sun and planets. It is painted rarely into a texture somewhat larger
// than the picture, which then slides by until the camera has gone too far.

import type { Device } from '../gl/context.ts'
import { fillTarget, fillVertex } from '../gl/mesh.ts'
import { finishProgram, type PendingProgram, type Program, startProgram } from '../gl/program.ts'
import { bindTexture, createTarget, drawTo, freeTarget, type Target } from '../gl/target.ts'
import type { Camera } from './camera.ts'
import { skyBlitSource, skySource } from './glsl/screen.ts'
import { quickToneSource } from './glsl/world.ts'
import type { Quality } from './quality.ts'

const depth = 0.04 // how fast the sky passes, 1 is the world
const margin = 1.34 // how much larger than the picture it is painted
const sharpness: Record<Quality, number> = { low: 0.42, medium: 0.42, high: 0.62 } // of the picture's resolution

export class Sky {
  readonly low: boolean // painted in display colours
  readonly #device: Device
  readonly pending: readonly PendingProgram[]
  #programs: readonly Program[] | null = null
  #target: Target | null = null
  #atX = Number.NaN
  #atY = 0
  #halfWidth = 0
  #halfHeight = 0

  constructor(device: Device, low: boolean) {
    this.low = low
    this.#device = device
    const sources = [skySource(low, quickToneSource), skyBlitSource(low)]
    this.pending = sources.map((source) => startProgram(device, fillVertex, source))
  }

  /** Paints the sky anew when the camera has left what was painted, or the picture changed its size. */
  prepare(camera: Camera, noise: WebGLTexture, width: number, height: number, quality: Quality): number {
    const wide = farZoom(camera)
    const w = Math.ceil(width * sharpness[quality] * margin)
    const h = Math.ceil(height * sharpness[quality] * margin)
    const fits = this.#target && this.#target.width === w && this.#target.height === h
    const slackX = this.#halfWidth - camera.restHalfWidth * wide
    const slackY = this.#halfHeight - camera.restHalfHeight * wide
    const near = Math.abs(camera.x * depth - this.#atX) <= slackX && Math.abs(camera.y * depth - this.#atY) <= slackY
    if (fits && near) return 0
    if (!fits) {
      freeTarget(this.#device.gl, this.#target)
      this.#target = createTarget(this.#device.gl, w, h)
    }
    this.#paint(camera, noise)
    return 1
  }

  /** Copies the painted sky to the target in use. */
  blit(camera: Camera): void {
    const gl = this.#device.gl
    const program = this.#use(1)
    const wide = farZoom(camera)
    const sx = (camera.restHalfWidth * wide) / this.#halfWidth
    const sy = (camera.restHalfHeight * wide) / this.#halfHeight
    const dx = ((camera.x + camera.shakeX) * depth - this.#atX) / (2 * this.#halfWidth)
    const dy = ((camera.y + camera.shakeY) * depth - this.#atY) / (2 * this.#halfHeight)
    bindTexture(gl, 0, this.#target!.textures[0]!)
    gl.uniform4f(program.at.uMap!, 0.5 - 0.5 * sx + dx, 0.5 - 0.5 * sy - dy, sx, sy)
    fillTarget(gl)
  }

  dispose(): void {
    freeTarget(this.#device.gl, this.#target)
    for (const program of this.#programs ?? []) this.#device.gl.deleteProgram(program.handle)
  }

  #use(index: number): Program {
    this.#programs ??= this.pending.map((pending) => finishProgram(this.#device, pending))
    const program = this.#programs[index]!
    this.#device.gl.useProgram(program.handle)
    return program
  }

  #paint(camera: Camera, noise: WebGLTexture): void {
    const gl = this.#device.gl
    this.#atX = camera.x * depth
    this.#atY = camera.y * depth
    this.#halfWidth = camera.restHalfWidth * margin
    this.#halfHeight = camera.restHalfHeight * margin
    gl.disable(gl.BLEND)
    drawTo(gl, this.#target)
    const program = this.#use(0)
    bindTexture(gl, 0, noise)
    gl.uniform4f(program.at.uFrame!, this.#atX, this.#atY, this.#halfWidth, this.#halfHeight)
    fillTarget(gl)
  }
}

// Far things widen only a little when the camera does.
function farZoom(camera: Camera): number {
  return 1 + (camera.halfWidth / camera.restHalfWidth - 1) * 0.2
}
