// Everything that lives on the graphics side, and the order of one picture. A lost context takes all of
// it away; a new painter brings it back, for nothing of the game is kept here.

import type { Batch } from '../gl/batch.ts'
import type { Device } from '../gl/context.ts'
import { createQuadIndices, Mesh } from '../gl/mesh.ts'
import { finishProgram, programReady, startProgram, type PendingProgram, type Program } from '../gl/program.ts'
import { bindTexture, drawTo } from '../gl/target.ts'
import { Atlas, grid } from './atlas.ts'
import type { Lamp } from './effects.ts'
import type { Frame } from './frame.ts'
import { textSource, textVertex } from './glsl/screen.ts'
import { worldFragment, worldVertex } from './glsl/world.ts'
import { Glyphs } from './glyphs.ts'
import { Lens } from './lens.ts'
import type { Quality } from './quality.ts'
import { Sky } from './sky.ts'
import type { Storm } from './storm.ts'

export interface Layers {
  stars: Batch
  world: Batch
  text: Batch
}

const sun = [0.63, -0.64, 0.44] as const // where the key light comes from, y down, towards the eye

export class Painter {
  readonly atlas: Atlas
  readonly glyphs: Glyphs
  readonly #device: Device
  readonly #stars: Mesh
  readonly #world: Mesh
  readonly #text: Mesh
  readonly #indices: WebGLBuffer
  readonly #pendingText: PendingProgram
  readonly #pendingWorlds: Partial<Record<Quality, PendingProgram>> = {}
  readonly #worlds: Partial<Record<Quality, Program>> = {}
  readonly #lampPlaces = new Float32Array(16)
  readonly #lampColours = new Float32Array(12)
  #textProgram: Program | null = null
  #lens: Lens | null = null
  #sky: Sky | null = null
  #storm: Storm | null = null
  #Storm: typeof Storm | null = null

  constructor(device: Device, fine: boolean) {
    const gl = device.gl
    this.#device = device
    this.atlas = new Atlas(device, fine)
    this.glyphs = new Glyphs(gl)
    this.#indices = createQuadIndices(gl)
    this.#stars = new Mesh(gl, this.#indices)
    this.#world = new Mesh(gl, this.#indices)
    this.#text = new Mesh(gl, this.#indices)
    this.#pendingText = startProgram(device, textVertex, textSource)
  }

  /** Begins to compile what a quality needs, so that its first picture need not wait for it. */
  prepare(quality: Quality): void {
    this.#pendingWorlds[quality] ??= startProgram(
      this.#device,
      worldVertex,
      worldFragment(quality === 'low', quality === 'high'),
    )
    if (quality !== 'low') this.#lens ??= new Lens(this.#device)
  }

  /** Whether a picture of that quality can be painted without waiting for the compiler; begins to compile its sky. */
  ready(quality: Quality): boolean {
    const low = quality === 'low'
    this.#chooseSky(low)
    const own = [this.#pendingText, this.#pendingWorlds[quality]!]
    const all = [...own, ...this.#sky!.pending, ...(low ? [] : this.#lens!.pending)]
    return all.every((pending) => programReady(this.#device, pending))
  }

  /** From now on the storm is shown, where there is one. */
  addStorm(make: typeof Storm): void {
    this.#Storm = make
  }

  /** Paints one picture; returns the draw calls. Width and height are those of the canvas in pixels. */
  paint(frame: Frame, layers: Layers, lamps: readonly Lamp[], width: number, height: number): number {
    const gl = this.#device.gl
    const { camera, shown, quality } = frame
    const low = quality === 'low'
    const noise = this.atlas.noise.textures[0]!
    this.prepare(quality)
    this.#chooseSky(low)
    let calls = this.#sky!.prepare(camera, noise, width, height, quality)
    if (low) drawTo(gl, null)
    else this.#lens!.open(width, height, quality)
    gl.disable(gl.BLEND)
    this.#sky!.blit(camera)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    this.#useWorld(frame, lamps, layers.world)
    this.#stars.draw(layers.stars)
    const storm = this.#chooseStorm(low)?.paint(camera, noise, shown.sectorRadius, shown.time) ?? 0
    if (storm > 0) this.#useWorld(frame, lamps, layers.world)
    this.#world.draw(layers.world)
    calls += 3 + storm
    if (!low) calls += this.#lens!.close(frame.reducedMotion, stormDepth(frame))
    this.#write(frame, layers.text)
    return calls + 1
  }

  dispose(): void {
    const gl = this.#device.gl
    this.atlas.dispose()
    this.glyphs.dispose()
    this.#sky?.dispose()
    this.#storm?.dispose()
    this.#lens?.dispose()
    for (const mesh of [this.#stars, this.#world, this.#text]) mesh.dispose()
    gl.deleteBuffer(this.#indices)
    for (const program of [this.#textProgram, ...Object.values(this.#worlds)])
      if (program) gl.deleteProgram(program.handle)
  }

  #chooseSky(low: boolean): void {
    if (this.#sky?.low === low) return
    this.#sky?.dispose()
    this.#sky = new Sky(this.#device, low)
  }

  #chooseStorm(low: boolean): Storm | null {
    if (this.#Storm === null || this.#storm?.low === low) return this.#storm
    this.#storm?.dispose()
    this.#storm = new this.#Storm(this.#device, low)
    return this.#storm
  }

  #useWorld(frame: Frame, lamps: readonly Lamp[], batch: Batch): void {
    const gl = this.#device.gl
    const { camera, quality } = frame
    const program = (this.#worlds[quality] ??= finishProgram(this.#device, this.#pendingWorlds[quality]!))
    gl.useProgram(program.handle)
    bindTexture(gl, 1, this.atlas.target.textures[1]!)
    bindTexture(gl, 0, this.atlas.target.textures[0]!)
    gl.uniform1i(program.at.uA!, 0)
    gl.uniform1i(program.at.uB!, 1)
    gl.uniform1f(program.at.uGrid!, grid)
    gl.uniform3f(program.at.uSun!, sun[0], sun[1], sun[2])
    gl.uniform2f(program.at.uScale!, 1 / camera.halfWidth, -1 / camera.halfHeight)
    if (quality === 'high') this.#loadLamps(program, lamps, batch)
  }

  #loadLamps(program: Program, lamps: readonly Lamp[], batch: Batch): void {
    for (let i = 0; i < 4; i++) {
      const lamp = lamps[i]!
      const left = Math.max(0, 1 - lamp.age / lamp.life)
      this.#lampPlaces[i * 4] = lamp.x - batch.originX
      this.#lampPlaces[i * 4 + 1] = lamp.y - batch.originY
      this.#lampPlaces[i * 4 + 2] = lamp.reach
      this.#lampPlaces[i * 4 + 3] = lamp.power * left * left
      for (let c = 0; c < 3; c++) this.#lampColours[i * 3 + c] = (((lamp.colour >> (8 * c)) & 255) / 255) ** 2.2
    }
    this.#device.gl.uniform4fv(program.at.uLamp!, this.#lampPlaces)
    this.#device.gl.uniform3fv(program.at.uLampCol!, this.#lampColours)
  }

  #write(frame: Frame, text: Batch): void {
    const gl = this.#device.gl
    const program = (this.#textProgram ??= finishProgram(this.#device, this.#pendingText))
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    gl.useProgram(program.handle)
    bindTexture(gl, 0, this.glyphs.texture)
    gl.uniform2f(program.at.uScale!, 1 / frame.camera.halfWidth, -1 / frame.camera.halfHeight)
    this.#text.draw(text)
  }
}

// How deep in the storm the focus is, 0..1.
function stormDepth(frame: Frame): number {
  const { focusX, focusY, sectorRadius } = frame.shown
  return Math.min(1, Math.max(0, (Math.hypot(focusX, focusY) - sectorRadius + 60) / 160))
}
