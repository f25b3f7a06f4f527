// The window onto the world: give it what is shown and what happened, and it paints the picture.
// Start reading here: `draw` is the table of contents of one picture.

import { Batch } from '../gl/batch.ts'
import { openDevice, probe } from '../gl/context.ts'
import type { Happening, Shown } from '../world/shown.ts'
import { Camera, type Point } from './camera.ts'
import type { Effects, Lamp } from './effects.ts'
import type { Frame } from './frame.ts'
import { drawBolts, drawOre, drawRocks } from './matter.ts'
import { Numbers } from './numbers.ts'
import { drawOverlay } from './overlay.ts'
import { Painter } from './painter.ts'
import { Particles } from './particles.ts'
import { Pacer, type Quality, type QualityChoice } from './quality.ts'
import { drawAfar, drawBeams, drawShips } from './ships.ts'
import { drawDust, drawStars } from './stars.ts'
import type { Storm } from './storm.ts'
import type { Threats } from './threats.ts'
import { Trails } from './trails.ts'

export interface ViewOptions {
  quality?: QualityChoice // default 'auto'
  reducedMotion?: boolean
  shake?: number // 0..1, how much blows shake the picture
}

export interface ViewStats {
  drawCalls: number
  quads: number
  dropped: number // quads that found no room
  particles: number
  cpuMs: number // script time of the last picture
  frameMs: number // time between the last two pictures
  p95Ms: number
  pictures: number
  scale: number // of the resolution
  lost: boolean // the graphics context is away just now
}

const pixelCap: Record<Quality, number> = { low: 1, medium: 1.5, high: 2 }
const worldQuads = 12_000 // 150 ships with full trails, 400 shots and 1,500 particles take two thirds
const compileMs = 4000 // so long a first picture waits for the compiler in the background
const bakeMs = 3 // time for unfinished atlas cells in a picture

const dark: Lamp = { x: 0, y: 0, reach: 1, colour: 0, power: 0, age: 1, life: 1 }
const noLamps: readonly Lamp[] = [dark, dark, dark, dark]
const none = { items: [], count: 0 }
const nothing: Shown = {
  time: 0,
  dt: 0,
  tick: 0,
  sectorRadius: Number.POSITIVE_INFINITY,
  focusX: 0,
  focusY: 0,
  focusVx: 0,
  focusVy: 0,
  ownId: -1,
  ships: none,
  afar: none,
  rocks: none,
  ore: none,
  bolts: none,
}

/** What may come a little later than the rest of the picture. */
export interface Show {
  Effects: typeof Effects // what happens is shown
  Storm: typeof Storm
  Threats: typeof Threats
}

/** Throws an Error with a sentence for the player when the browser has no WebGL2. */
export function createView(canvas: HTMLCanvasElement, options: ViewOptions = {}): View {
  return new View(canvas, options)
}

export class View {
  readonly camera = new Camera()
  readonly stats: ViewStats = {
    drawCalls: 0,
    quads: 0,
    dropped: 0,
    particles: 0,
    cpuMs: 0,
    frameMs: 0,
    p95Ms: 0,
    pictures: 0,
    scale: 1,
    lost: false,
  }
  readonly #canvas: HTMLCanvasElement
  readonly #pacer: Pacer
  readonly #layers = { stars: new Batch(1200), world: new Batch(worldQuads), text: new Batch(1600) }
  readonly #particles = new Particles()
  readonly #numbers = new Numbers()
  readonly #trails = new Trails()
  readonly #away = new AbortController()
  readonly #fine: boolean
  #ready = false // to paint without waiting for the compiler
  #effects: Effects | null = null
  #threats: Threats | null = null
  #Storm: typeof Storm | null = null
  #device
  #painter: Painter
  #frame: Frame | null = null
  #cssWidth = 1
  #textScale = 1
  #lastMs = 0
  #firstMs = 0 // when the first picture was asked for

  constructor(canvas: HTMLCanvasElement, options: ViewOptions) {
    this.#canvas = canvas
    this.#device = openDevice(canvas)
    this.#pacer = new Pacer(this.#device.software)
    this.#pacer.choose(options.quality ?? 'auto')
    this.#fine = !this.#device.software || options.quality === 'high'
    this.#painter = new Painter(this.#device, this.#fine)
    this.#painter.prepare(this.quality)
    this.#painter.ready(this.quality)
    this.setReducedMotion(options.reducedMotion ?? false)
    this.setShake(options.shake ?? 1)
    const signal = this.#away.signal
    canvas.addEventListener('webglcontextlost', (event) => this.#lose(event), { signal })
    canvas.addEventListener('webglcontextrestored', () => this.#restore(), { signal })
    this.resize()
  }

  /** The quality in force, whether chosen or found. */
  get quality(): Quality {
    return this.#pacer.rung.quality
  }

  setQuality(choice: QualityChoice): void {
    this.#pacer.choose(choice)
    this.#painter.prepare(this.quality)
    this.resize()
  }

  setReducedMotion(on: boolean): void {
    this.camera.reducedMotion = on
  }

  setShake(amount: number): void {
    this.camera.shakeScale = Math.min(1, Math.max(0, amount))
  }

  /** Adds what came later. */
  complete(show: Show): void {
    this.#effects = new show.Effects(this.#particles, this.#numbers)
    this.#threats = new show.Threats()
    this.#Storm = show.Storm
    this.#painter.addStorm(show.Storm)
  }

  /** Takes the canvas's size on the page; call it whenever that may have changed. */
  resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    const { quality, scale } = this.#pacer.rung
    const ratio = Math.min(devicePixelRatio || 1, pixelCap[quality]) * scale
    const width = Math.max(1, Math.round(clientWidth * ratio))
    const height = Math.max(1, Math.round(clientHeight * ratio))
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    this.#cssWidth = Math.max(1, clientWidth)
    this.#textScale = Math.min(1, Math.max(0.68, Math.min(clientWidth / 1100, clientHeight / 640)))
    this.stats.scale = ratio
    this.camera.resize(clientWidth, clientHeight)
  }

  /** Does the slow work of the start in small pieces, so that the page stays alive meanwhile. */
  async warm(): Promise<void> {
    const begin = performance.now()
    while (!(this.#painter.atlas.done && this.#compiled(begin)) && !this.stats.lost) {
      if (this.#painter.atlas.ready) this.#painter.atlas.step()
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    if (this.stats.lost) return
    this.#rehearse()
    if (this.#device.software) return
    this.#painter.prepare('medium')
    this.#painter.prepare('high')
  }

  /** Paints one picture. Happenings are shown once, so hand each over once. */
  draw(shown: Shown, happenings: readonly Happening[]): void {
    const begin = performance.now()
    if (this.#pacer.tick(begin)) this.resize()
    const frame = this.live(shown, happenings)
    if (!this.#compiled((this.#firstMs ||= begin))) return
    if (!this.stats.lost) {
      this.#bake()
      this.#compose(frame)
      const { width, height } = this.#canvas
      this.stats.drawCalls = this.#painter.paint(frame, this.#layers, this.#effects?.lamps ?? noLamps, width, height)
    }
    this.#count(begin)
  }

  /** What `draw` does but for the painting: a picture that nobody sees. */
  live(shown: Shown, happenings: readonly Happening[]): Frame {
    this.camera.follow(shown)
    const frame = this.#prepare(shown)
    this.#trails.remember(frame)
    this.#effects?.show(frame, happenings)
    this.#threats?.see(shown, happenings)
    this.#advance(shown.dt)
    return frame
  }

  /** The world place under a CSS pixel of the canvas. The point is reused by the next call. */
  screenToWorld(x: number, y: number): Point {
    return this.camera.screenToWorld(x, y)
  }

  /** The CSS pixel of the canvas where a world place is seen. The point is reused by the next call. */
  worldToScreen(x: number, y: number): Point {
    return this.camera.worldToScreen(x, y)
  }

  dispose(): void {
    this.#away.abort()
    this.#painter.dispose()
  }

  #prepare(shown: Shown): Frame {
    const { camera } = this
    const frame = (this.#frame ??= {
      shown,
      camera,
      batch: this.#layers.world,
      atlas: this.#painter.atlas,
      quality: this.quality,
      reducedMotion: false,
      perPx: 1,
    })
    frame.shown = shown
    frame.atlas = this.#painter.atlas
    frame.quality = this.quality
    frame.reducedMotion = camera.reducedMotion
    frame.perPx = (camera.halfWidth * 2 * this.#textScale) / this.#cssWidth
    return frame
  }

  // Drivers finish a program at its first use: paint the empty sky and one quad out of sight with each.
  #rehearse(): void {
    const frame = this.#prepare(nothing)
    for (const batch of [this.#layers.stars, this.#layers.world, this.#layers.text]) {
      batch.reset(0, 0)
      batch.upright(1e6, 1e6, 1, 1)
    }
    this.#painter.paint(frame, this.#layers, this.#effects?.lamps ?? noLamps, this.#canvas.width, this.#canvas.height)
  }

  #advance(dt: number): void {
    const step = Math.min(dt, 0.1)
    this.#particles.step(step, this.#trails)
    this.#numbers.step(step)
    this.#effects?.step(step)
  }

  #compose(frame: Frame): void {
    const { stars, world, text } = this.#layers
    const x = this.camera.x + this.camera.shakeX
    const y = this.camera.y + this.camera.shakeY
    for (const batch of [stars, world, text]) batch.reset(x, y)
    frame.batch = stars
    drawStars(frame)
    frame.batch = world
    drawDust(frame)
    this.#trails.draw(frame)
    drawRocks(frame)
    drawOre(frame)
    drawBeams(frame)
    drawAfar(frame)
    drawShips(frame)
    drawBolts(frame)
    this.#particles.draw(frame)
    frame.batch = text
    this.#painter.glyphs.beginPicture()
    drawOverlay(frame, this.#painter.glyphs, this.#numbers, this.#threats)
  }

  // The page stays alive meanwhile. A driver that never says so is taken at its last word.
  #compiled(sinceMs: number): boolean {
    this.#ready ||= this.#painter.ready(this.quality) || performance.now() - sinceMs > compileMs
    return this.#ready
  }

  // What `warm` did not finish is done along the way.
  #bake(): void {
    const { atlas } = this.#painter
    const until = performance.now() + bakeMs
    while (atlas.ready && atlas.step() && performance.now() < until);
  }

  #count(begin: number): void {
    const { stars, world, text } = this.#layers
    this.stats.quads = stars.count + world.count + text.count
    this.stats.dropped = stars.dropped + world.dropped + text.dropped
    this.stats.particles = this.#particles.count
    this.stats.frameMs = this.#lastMs > 0 ? begin - this.#lastMs : 0
    this.stats.p95Ms = this.#pacer.p95Ms
    this.stats.pictures++
    this.#lastMs = begin
    this.stats.cpuMs = performance.now() - begin
  }

  #lose(event: Event): void {
    event.preventDefault() // or the browser never gives the context back
    this.stats.lost = true
  }

  #restore(): void {
    this.#device = probe(this.#device.gl)
    this.#painter = new Painter(this.#device, this.#fine)
    this.#painter.prepare(this.quality)
    if (this.#Storm) this.#painter.addStorm(this.#Storm)
    this.#ready = false
    this.#firstMs = 0
    this.stats.lost = false
    this.resize()
  }
}
