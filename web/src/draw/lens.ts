// The lens of the medium and high pictures: the world is drawn into a target of half floats, what is
// brighter than white bleeds through a chain of ever smaller copies, and one pass makes the picture.

import type { Device } from '../gl/context.ts'
import { fillTarget, fillVertex } from '../gl/mesh.ts'
import { finishProgram, startProgram, type PendingProgram, type Program } from '../gl/program.ts'
import { bindTexture, createTarget, drawTo, freeTarget, type Target } from '../gl/target.ts'
import { downSource, finalSource, upSource } from './glsl/screen.ts'

const levels = { medium: 3, high: 6 } as const
const cut = 0.85 // light below this does not bleed
const spread = 0.8 // how much of a smaller copy joins the larger
const fringe = 0.01

export class Lens {
  readonly #device: Device
  readonly pending: readonly PendingProgram[]
  #programs: readonly Program[] | null = null
  #scene: Target | null = null
  #chain: Target[] = []

  constructor(device: Device) {
    this.#device = device
    this.pending = [downSource, upSource, finalSource].map((source) => startProgram(device, fillVertex, source))
  }

  /** Directs drawing to the lens; sizes in pixels. */
  open(width: number, height: number, quality: 'medium' | 'high'): void {
    const scene = this.#scene
    if (!scene || scene.width !== width || scene.height !== height || this.#chain.length !== levels[quality])
      this.#build(width, height, levels[quality])
    drawTo(this.#device.gl, this.#scene)
  }

  /** Makes the picture on the canvas. `storm` 0..1 reddens its rim. Returns the draw calls it took. */
  close(reducedMotion: boolean, storm: number): number {
    const gl = this.#device.gl
    const [down, up, final] = (this.#programs ??= this.pending.map((pending) => finishProgram(this.#device, pending)))
    gl.disable(gl.BLEND)
    let from = this.#scene!
    for (let i = 0; i < this.#chain.length; i++) {
      this.#pass(down!, from, this.#chain[i]!)
      gl.uniform1f(down!.at.uCut!, i === 0 ? cut : 0)
      fillTarget(gl)
      from = this.#chain[i]!
    }
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE)
    for (let i = this.#chain.length - 1; i > 0; i--) {
      this.#pass(up!, this.#chain[i]!, this.#chain[i - 1]!)
      gl.uniform1f(up!.at.uMix!, spread)
      fillTarget(gl)
    }
    gl.disable(gl.BLEND)
    this.#finish(final!, reducedMotion, storm)
    return this.#chain.length * 2
  }

  dispose(): void {
    this.#free()
    for (const program of this.#programs ?? []) this.#device.gl.deleteProgram(program.handle)
  }

  #pass(program: Program, from: Target, to: Target): void {
    const gl = this.#device.gl
    gl.useProgram(program.handle)
    drawTo(gl, to)
    bindTexture(gl, 0, from.textures[0]!)
    gl.uniform2f(program.at.uPx!, 1 / from.width, 1 / from.height)
  }

  #finish(program: Program, reducedMotion: boolean, storm: number): void {
    const gl = this.#device.gl
    gl.useProgram(program.handle)
    drawTo(gl, null)
    bindTexture(gl, 1, this.#chain[0]!.textures[0]!)
    bindTexture(gl, 0, this.#scene!.textures[0]!)
    gl.uniform1i(program.at.uT!, 0)
    gl.uniform1i(program.at.uG!, 1)
    gl.uniform4f(program.at.uLens!, 0.42, 0.6, reducedMotion ? 0 : fringe, storm)
    fillTarget(gl)
  }

  #build(width: number, height: number, count: number): void {
    this.#free()
    const { gl, hdr } = this.#device
    this.#scene = createTarget(gl, width, height, { float: hdr })
    let w = width
    let h = height
    for (let i = 0; i < count; i++) {
      w = Math.max(2, w >> 1)
      h = Math.max(2, h >> 1)
      this.#chain.push(createTarget(gl, w, h, { float: hdr }))
    }
  }

  #free(): void {
    freeTarget(this.#device.gl, this.#scene)
    for (const target of this.#chain) freeTarget(this.#device.gl, target)
    this.#scene = null
    this.#chain = []
  }
}
