// What everybody believes of the things in sight, exactly as PROTOCOL.md says in "A client handles a frame":
// the same bits as the server holds. It tells a witness what happens, and knows nothing of drawing.
// Start at `take`.

import type { Reader } from '../net/msgpack.ts'
import { News } from '../net/news.ts'
import {
  CellCount,
  CellsAcross,
  IDCellState,
  IDDelta,
  IDFrame,
  IDWindow,
  NewsBolts,
  decodeCellState,
  decodeDelta,
  decodeFrame,
  decodeWindow,
  newCellState,
  newDelta,
  newFrame,
  newWindow,
} from '../net/protocol.gen.ts'
import type { Catalog } from './catalog.ts'
import { Changes } from './changes.ts'
import { Known } from './known.ts'
import { States } from './states.ts'
import { cellOf, flyThing, kindBolt, kindOre, kindShip } from './thing.ts'
import type { Thing } from './thing.ts'
import { leftSight, leftSpent } from './witness.ts'
import type { Witness } from './witness.ts'

export class Beliefs {
  readonly window = newWindow()
  readonly #catalog: Catalog
  readonly #known: Known
  readonly #states: States
  readonly #changes: Changes
  readonly #frame = newFrame()
  readonly #delta = newDelta()
  readonly #cell = newCellState()
  readonly #news = new News()
  readonly #stated = new Uint32Array(CellCount) // number of the last frame that told the cell whole
  #open = false // a frame has begun
  #hasWindow = false

  constructor(catalog: Catalog, witness: Witness) {
    this.#catalog = catalog
    this.#known = new Known(witness)
    this.#states = new States(catalog, this.#known)
    this.#changes = new Changes(catalog, this.#known, this.#states)
  }

  /** The tick that everything here is true for, -1 before a line has begun. */
  get tick(): number {
    return this.#known.tick
  }

  /** All known things in no order. */
  get living(): readonly Thing[] {
    return this.#known.living
  }

  /** Forgets everything: a new line begins, whose first frame counts from that tick. */
  clear(tick: number): void {
    const { living } = this.#known
    while (living.length > 0) this.#known.drop(living[living.length - 1]!, leftSight)
    this.#known.tick = tick
    this.#states.clear()
    this.#open = this.#hasWindow = false
  }

  /** The ship, rock or piece of ore in a slot; bolts have none. */
  find(slot: number): Thing | null {
    return this.#known.find(slot)
  }

  /** Whether a point lies in the window. */
  seesPoint(x: number, y: number): boolean {
    return this.#holds(cellOf(x, y))
  }

  /** Takes one message if it is about the world; false if it is not. Call `end` after the last that came together. */
  take(type: number, r: Reader): boolean {
    switch (type) {
      case IDFrame:
        this.#begin(r)
        return true
      case IDWindow:
        decodeWindow(r, this.window)
        this.#hasWindow = true
        return true
      case IDDelta:
        decodeDelta(r, this.#delta)
        this.#take(r, this.#delta.news)
        return true
      case IDCellState:
        decodeCellState(r, this.#cell)
        this.#stated[this.#cell.cell] = this.#known.frame
        this.#known.whole = true
        this.#take(r, this.#cell.news)
        return true
      default:
        return false
    }
  }

  /** Ends a frame: what a cell's state did not name is gone, and so is what is not seen or came from out of sight. */
  end(): void {
    if (!this.#open) return
    this.#open = false
    const { living } = this.#known
    for (let i = living.length - 1; i >= 0; i--) {
      const t = living[i]!
      if (!this.#sees(t, t.cell) || this.#unnamed(t)) this.#known.drop(t, leftSight)
    }
  }

  #unnamed(t: Thing): boolean {
    const { frame, whole } = this.#known
    if (t.named === frame) return false
    if (!this.#sees(t, t.tickCell)) return true // its cell has just left the window, and with it the news of it
    return whole && (this.#stated[t.cell] === frame || this.#stated[t.lastCell] === frame)
  }

  #begin(r: Reader): void {
    this.end()
    decodeFrame(r, this.#frame)
    const known = this.#known
    known.frame++
    known.whole = false
    this.#open = true
    for (const t of known.living) t.lastCell = t.cell
    for (let i = 0; i < this.#frame.after; i++) this.#fly()
    this.#take(r, this.#frame.news)
  }

  #take(r: Reader, bin: Uint8Array): void {
    const n = this.#news
    n.begin(r, bin)
    while (n.group()) {
      if (n.kind < NewsBolts) this.#changes.take(r, n)
      else this.#states.take(r, n)
    }
  }

  #fly(): void {
    const known = this.#known
    known.tick++
    for (let i = known.living.length - 1; i >= 0; i--) {
      const t = known.living[i]!
      t.tickCell = t.cell
      if (!this.#sees(t, t.cell))
        known.drop(t, leftSight) // nobody tells what became of it there
      else if (t.kind === kindBolt && known.tick > t.dies) known.drop(t, leftSpent)
      else this.#flyOne(t)
    }
    known.witness.flown(known.tick)
  }

  #flyOne(t: Thing): void {
    if (t.kind === kindShip) {
      t.wasX = t.x
      t.wasY = t.y
      t.wasVx = t.vx
      t.wasVy = t.vy
    }
    flyThing(t, this.#catalog)
    t.cell = cellOf(t.x, t.y)
  }

  // Bolts and ore are seen in the inner part of the window only.
  #sees(t: Thing, cell: number): boolean {
    if (t.kind !== kindBolt && t.kind !== kindOre) return this.#holds(cell)
    const x = cell % CellsAcross
    const y = (cell - x) / CellsAcross
    const w = this.window
    return this.#hasWindow && x >= w.n0 && x <= w.n1 && y >= w.m0 && y <= w.m1
  }

  #holds(cell: number): boolean {
    const x = cell % CellsAcross
    const y = (cell - x) / CellsAcross
    const w = this.window
    return this.#hasWindow && x >= w.x0 && x <= w.x1 && y >= w.y0 && y <= w.y1
  }
}
