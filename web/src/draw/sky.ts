// The far background: nebula, sun and planets. It is painted rarely into a texture somewhat larger
// than the picture, which then slides by until the camera has gone too far. The storm is here too.

import type { Device } from '../gl/context.ts'
import { fillTarget, fillVertex } from '../gl/mesh.ts'
import { finishProgram, startProgram, type PendingProgram, type Program } from '../gl/program.ts'
import { bindTexture, createTarget, drawTo, freeTarget, type Target } from '../gl/target.ts'
import type { Camera } from './camera.ts'
import { skyBlitSource, skySource, stormSource } from './glsl/screen.ts'
import { toneSource } from './glsl/world.ts'
import type { Quality } from './quality.ts'

const depth = 0.04 // how fast the sky passes, 1 is the world
const margin = 1.34 // how much larger than the picture it is painted
const sharpness: Record<Quality, number> = { low: 0.3, medium: 0.42, high: 0.62 } // of the picture's resolution
const stormReach = 200 // u inside the sector's edge where the storm begins to show

export class Sky {
  readonly #device: Device
  readonly #paint: PendingProgram
  readonly #blits: Partial<Record<'low' | 'hdr', Program>> = {}
  readonly #storms: Partial<Record<'low' | 'hdr', Program>> = {}
  #painter: Program | null = null
  #target: Target | null = null
  #atX = Number.NaN
  #atY = 0
  #halfWidth = 0
  #halfHeight = 0

  constructor(device: Device) {
    this.#device = device
    this.#paint = startProgram(device, fillVertex, skySource)
  }

  /** Paints the sky anew when the camera has left what was painted, or the picture changed its size. */
  prepare(camera: Camera, noise: WebGLTexture, width: number, height: number, quality: Quality): number {
    const wide = this.#wide(camera)
    const w = Math.ceil(width * sharpness[quality] * margin)
    const h = Math.ceil(height * sharpness[quality] * margin)
    const fits = this.#target && this.#target.width === w && this.#target.height === h
    const slackX = this.#halfWidth - camera.restHalfWidth * wide
    const slackY = this.#halfHeight - camera.restHalfHeight * wide
    if (fits && Math.abs(camera.x * depth - this.#atX) <= slackX && Math.abs(camera.y * depth - this.#atY) <= slackY)
      return 0
    if (!fits) {
      freeTarget(this.#device.gl, this.#target)
      this.#target = createTarget(this.#device.gl, w, h)
    }
    this.#render(camera, noise)
    return 1
  }

  /** Copies the painted sky to the target in use. */
  blit(camera: Camera, low: boolean): void {
    const gl = this.#device.gl
    const key = low ? 'low' : 'hdr'
    const program = (this.#blits[key] ??= finishProgram(
      this.#device,
      startProgram(this.#device, fillVertex, skyBlitSource(low, low ? toneSource : '')),
    ))
    const wide = this.#wide(camera)
    const sx = (camera.restHalfWidth * wide) / this.#halfWidth
    const sy = (camera.restHalfHeight * wide) / this.#halfHeight
    const dx = ((camera.x + camera.shakeX) * depth - this.#atX) / (2 * this.#halfWidth)
    const dy = ((camera.y + camera.shakeY) * depth - this.#atY) / (2 * this.#halfHeight)
    gl.useProgram(program.handle)
    bindTexture(gl, 0, this.#target!.textures[0]!)
    gl.uniform4f(program.at.uMap!, 0.5 - 0.5 * sx + dx, 0.5 - 0.5 * sy - dy, sx, sy)
    fillTarget(gl)
  }

  /** Paints the storm beyond the sector's edge where it is in sight; returns the draw calls it took. */
  storm(camera: Camera, noise: WebGLTexture, radius: number, time: number, low: boolean): number {
    const farthest = Math.hypot(Math.abs(camera.x) + camera.halfWidth, Math.abs(camera.y) + camera.halfHeight)
    if (farthest < radius - stormReach) return 0
    const gl = this.#device.gl
    const key = low ? 'low' : 'hdr'
    const program = (this.#storms[key] ??= finishProgram(
      this.#device,
      startProgram(this.#device, fillVertex, stormSource(low, low ? toneSource : '')),
    ))
    gl.useProgram(program.handle)
    bindTexture(gl, 0, noise)
    gl.uniform4f(
      program.at.uView!,
      camera.x + camera.shakeX,
      camera.y + camera.shakeY,
      camera.halfWidth,
      camera.halfHeight,
    )
    gl.uniform2f(program.at.uRing!, radius, time)
    fillTarget(gl)
    return 1
  }

  dispose(): void {
    const gl = this.#device.gl
    freeTarget(gl, this.#target)
    for (const program of [this.#painter, ...Object.values(this.#blits), ...Object.values(this.#storms)]) {
      if (program) gl.deleteProgram(program.handle)
    }
  }

  // Far things widen only a little when the camera does.
  #wide(camera: Camera): number {
    return 1 + (camera.halfWidth / camera.restHalfWidth - 1) * 0.2
  }

  #render(camera: Camera, noise: WebGLTexture): void {
    const gl = this.#device.gl
    const program = (this.#painter ??= finishProgram(this.#device, this.#paint))
    this.#atX = camera.x * depth
    this.#atY = camera.y * depth
    this.#halfWidth = camera.restHalfWidth * margin
    this.#halfHeight = camera.restHalfHeight * margin
    gl.disable(gl.BLEND)
    drawTo(gl, this.#target)
    gl.useProgram(program.handle)
    bindTexture(gl, 0, noise)
    gl.uniform4f(program.at.uFrame!, this.#atX, this.#atY, this.#halfWidth, this.#halfHeight)
    fillTarget(gl)
  }
}
