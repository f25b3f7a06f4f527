// The storm beyond the sector's edge: a turbulent wall that covers the sky and lies behind the world.

import type { Device } from '../gl/context.ts'
import { fillTarget, fillVertex } from '../gl/mesh.ts'
import { finishProgram, type Program, startProgram } from '../gl/program.ts'
import { bindTexture } from '../gl/target.ts'
import type { Camera } from './camera.ts'
import { stormSource } from './glsl/storm.ts'
import { quickToneSource } from './glsl/world.ts'

const reach = 200 // u inside the sector's edge where the storm begins to show

export class Storm {
  readonly low: boolean
  readonly #device: Device
  #program: Program | null = null

  constructor(device: Device, low: boolean) {
    this.low = low
    this.#device = device
  }

  /** Paints the storm where it is in sight; the program is made only then. Returns the draw calls. */
  paint(camera: Camera, noise: WebGLTexture, radius: number, time: number): number {
    const farthest = Math.hypot(Math.abs(camera.x) + camera.halfWidth, Math.abs(camera.y) + camera.halfHeight)
    if (farthest < radius - reach) return 0
    const gl = this.#device.gl
    const program = (this.#program ??= this.#make())
    gl.useProgram(program.handle)
    bindTexture(gl, 0, noise)
    const x = camera.x + camera.shakeX
    const y = camera.y + camera.shakeY
    gl.uniform4f(program.at.uView!, x, y, camera.halfWidth, camera.halfHeight)
    gl.uniform2f(program.at.uRing!, radius, time)
    fillTarget(gl)
    return 1
  }

  dispose(): void {
    if (this.#program) this.#device.gl.deleteProgram(this.#program.handle)
  }

  #make(): Program {
    const source = stormSource(this.low, this.low ? quickToneSource : '')
    return finishProgram(this.#device, startProgram(this.#device, fillVertex, source))
  }
}
