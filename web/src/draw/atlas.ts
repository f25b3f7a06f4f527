// The atlas: a grid of cells that shaders paint once at boot, a cell at a time, so that nobody waits.
// Two textures lie over each other; glsl/bake.ts says what each cell holds in them.

import type { Batch } from '../gl/batch.ts'
import { createTarget, drawTo, fillMips, freeTarget, type Target } from '../gl/target.ts'
import { fillTarget, fillVertex } from '../gl/mesh.ts'
import { finishProgram, programReady, startProgram, type PendingProgram, type Program } from '../gl/program.ts'
import type { Device } from '../gl/context.ts'
import {
  bakeFragment,
  gemSource,
  puffSource,
  rockSource,
  shieldSource,
  shipPrimitives,
  shipSource,
  tileSource,
} from './glsl/bake.ts'
import { noiseSource } from './glsl/noise.ts'
import { hulls, type Part, type Refit, refitKinds, refits, refitSizes, stageOf, stages } from './hulls.ts'

export const grid = 8
const cellInset = 4 / (128 * grid) // keeps smoothing from reaching into the neighbour
const cellSpan = 1 / grid - 2 * cellInset
const rockCells = 24
const firstShip = rockCells
const shipCells = hulls.length * stages
const firstRefit = firstShip + shipCells
const refitCells = refitKinds.length * refitSizes
const firstGem = firstRefit + refitCells
const gemCells = 5
const firstPuff = firstGem + gemCells
const puffCells = 4
const shieldCell = firstPuff + puffCells

type Recipe = 'tile' | 'shield' | 'puff' | 'gem' | 'ship' | 'rock'

interface Job {
  recipe: Recipe
  cell: number
  seed: number
}

const sources: Record<Recipe, string> = {
  tile: tileSource,
  shield: shieldSource,
  puff: puffSource,
  gem: gemSource,
  ship: shipSource,
  rock: rockSource,
}

export class Atlas {
  readonly target: Target
  readonly noise: Target
  readonly #device: Device
  readonly #cellPx: number
  readonly #jobs: Job[] = []
  readonly #pending: Record<Recipe, PendingProgram>
  readonly #programs: Partial<Record<Recipe, Program>> = {}
  #rocksReady = 0
  #shipsReady = 0
  #refitsReady = 0
  #next = 0

  /** A coarse atlas is made in a tenth of the time, for machines that paint with the processor. */
  constructor(device: Device, fine: boolean) {
    const cellPx = fine ? 256 : 128
    const tilePx = fine ? 256 : 128
    this.#device = device
    this.#cellPx = cellPx
    const gl = device.gl
    this.target = createTarget(gl, cellPx * grid, cellPx * grid, { count: 2, mips: true })
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    this.noise = createTarget(gl, tilePx, tilePx, { wrap: true, mips: true })
    const begin = (recipe: Recipe) => startProgram(device, fillVertex, bakeFragment(noiseSource, sources[recipe], fine))
    this.#pending = {
      tile: begin('tile'),
      shield: begin('shield'),
      puff: begin('puff'),
      gem: begin('gem'),
      ship: begin('ship'),
      rock: begin('rock'),
    }
    this.#plan(fine)
  }

  get done(): boolean {
    return this.#next >= this.#jobs.length
  }

  /** Whether the next step would not wait for the compiler. */
  get ready(): boolean {
    return this.done || programReady(this.#device, this.#pending[this.#jobs[this.#next]!.recipe])
  }

  /** Paints the next cell; false when nothing is left. */
  step(): boolean {
    if (this.done) return false
    const job = this.#jobs[this.#next++]!
    const gl = this.#device.gl
    const program = (this.#programs[job.recipe] ??= finishProgram(this.#device, this.#pending[job.recipe]))
    gl.disable(gl.BLEND)
    gl.useProgram(program.handle)
    gl.uniform1i(program.at.uSeed!, job.seed)
    if (job.recipe === 'tile') this.#paintTile()
    else this.#paintCell(job, program)
    if (this.done) this.#finish()
    return !this.done
  }

  /** Whether rocks can be shown; before that they need a stand-in, for nobody may hit what is not seen. */
  get hasRocks(): boolean {
    return this.#rocksReady > 0
  }

  showRock(batch: Batch, seed: number): void {
    this.#show(batch, (seed % rockCells) % Math.max(1, this.#rocksReady))
  }

  showShip(batch: Batch, hull: number, level: number): void {
    const index = (hull % hulls.length) * stages + stageOf(level)
    this.#show(batch, firstShip + (index % Math.max(1, this.#shipsReady)))
  }

  /** Whether the parts that upgrades add can be shown. */
  get hasRefits(): boolean {
    return this.#refitsReady === refitCells
  }

  /** A part that upgrades add, of size 1 or 2. */
  showRefit(batch: Batch, refit: Refit, size: number): void {
    this.#show(batch, firstRefit + refitKinds.indexOf(refit) * refitSizes + size - 1)
  }

  /** Crystals 0..2, 3 a rich cluster, 4 the repair kit. */
  showGem(batch: Batch, gem: number): void {
    this.#show(batch, firstGem + gem)
  }

  showPuff(batch: Batch, seed: number): void {
    this.#show(batch, firstPuff + (seed % puffCells))
  }

  showShield(batch: Batch): void {
    this.#show(batch, shieldCell)
  }

  dispose(): void {
    freeTarget(this.#device.gl, this.target)
    freeTarget(this.#device.gl, this.noise)
    for (const program of Object.values(this.#programs)) this.#device.gl.deleteProgram(program.handle)
  }

  // The coarse atlas holds less of everything; what is missing is shown as another of its kind.
  #plan(fine: boolean): void {
    const add = (recipe: Recipe, first: number, count: number, seed = 0) => {
      for (let i = 0; i < count; i++) this.#jobs.push({ recipe, cell: first + i, seed: seed + i })
    }
    add('tile', 0, 1)
    add('shield', shieldCell, 1)
    add('gem', firstGem, gemCells)
    add('ship', firstShip, fine ? hulls.length * stages : stages)
    add('puff', firstPuff, puffCells)
    add('rock', 0, fine ? rockCells : rockCells / 3)
    add('ship', firstRefit, refitCells, shipCells)
  }

  #paintTile(): void {
    const gl = this.#device.gl
    drawTo(gl, this.noise)
    fillTarget(gl)
    fillMips(gl, this.noise.textures[0]!, 7)
  }

  #paintCell(job: Job, program: Program): void {
    const gl = this.#device.gl
    const size = this.#cellPx
    drawTo(gl, this.target)
    gl.viewport((job.cell % grid) * size, Math.floor(job.cell / grid) * size, size, size)
    if (job.recipe === 'ship') this.#loadHull(job.seed, program)
    fillTarget(gl)
    if (job.recipe === 'rock') this.#rocksReady++
    if (job.recipe !== 'ship') return
    if (job.seed < shipCells) this.#shipsReady++
    else this.#refitsReady++
  }

  #loadHull(index: number, program: Program): void {
    const data = new Float32Array(shipPrimitives * 8)
    let count = 0
    for (const part of partsOf(index)) data.set(part.slice(0, 8), count++ * 8)
    this.#device.gl.uniform4fv(program.at.uPrim!, data)
    this.#device.gl.uniform1i(program.at.uPrims!, count)
  }

  #finish(): void {
    const gl = this.#device.gl
    for (const texture of this.target.textures) fillMips(gl, texture, 4)
  }

  #show(batch: Batch, cell: number): void {
    const u = (cell % grid) / grid + cellInset
    const v = Math.floor(cell / grid) / grid + cellInset
    batch.window(u, v, u + cellSpan, v + cellSpan)
  }
}

// The hulls come first, stage by stage, then what upgrades add.
function partsOf(index: number): readonly Part[] {
  if (index < shipCells) return hulls[Math.floor(index / stages)]!.filter((part) => part[8] <= index % stages)
  const refit = index - shipCells
  return refits[refitKinds[Math.floor(refit / refitSizes)]!][refit % refitSizes]!
}
