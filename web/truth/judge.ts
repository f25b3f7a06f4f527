// Holds what was shown against the truth.

import { disturbed, late, pushed } from './truth.ts'
import type { Truth } from './truth.ts'
import type { Foretold, Note, Visit } from './visit.ts'

const tickMs = 1000 / 30
const foreseen = 3 // ticks that the picture keeps the own ship out of a rock before it is pushed
const hitchMs = 100 // pictures further apart say more of this machine than of the client
const latestTicks = 45 // controls that come later still are another fault
const farthestLook = 200 // u that the camera leads its ship, and a little
const shipRadius = 17 // u

/** Values to be asked for by rank. */
export class Ranked {
  readonly #values: number[] = []
  #sorted = true

  add(value: number): void {
    this.#values.push(value)
    this.#sorted = false
  }

  get count(): number {
    return this.#values.length
  }

  /** The value that such a share of all does not exceed; 0 of nothing. */
  at(share: number): number {
    if (!this.#sorted) this.#values.sort((a, b) => a - b)
    this.#sorted = true
    return this.#values[Math.min(this.#values.length - 1, Math.floor(share * this.#values.length))] ?? 0
  }
}

/** The figures of some visits. Distances are u. */
export class Verdict {
  /** Other ships on the screen: shown less true at the tick that was shown. */
  readonly others = new Ranked()
  /** The same against the truth of that moment at the server, a line and a delay later. */
  readonly age = new Ranked()
  /** How much the error of another ship changed from one picture to the next: what the eye sees as a jerk. */
  readonly jerk = new Ranked()
  /** How far the others are shown in the past of the server, in ms. */
  readonly delayMs = new Ranked()
  /** Own ship: how far it moved from one picture to the next beside what its speed says, unless it was pushed. */
  readonly jump = new Ranked()
  /** The same from a push until the picture has taken it in. */
  readonly pushed = new Ranked()
  /** Own ship: where it was foretold less where it came to, for ticks that nothing disturbed. */
  readonly foretold = new Ranked()
  /** Ticks of the own ship: all, those it was pushed in, those controls came late in, and those not foretold for either. */
  ticks = 0
  pushedTicks = 0
  lateTicks = 0
  disturbedTicks = 0
  /** Pictures: all, and those not judged since the machine stood still. */
  pictures = 0
  strained = 0
  /** Other ships that were shown without being there, and there without being shown. */
  ghosts = 0
  unseen = 0

  /** Adds a visit. */
  take(truth: Truth, { notes, foretold, helms }: Pick<Visit, 'notes' | 'foretold' | 'helms'>): void {
    for (let i = 0; i < notes.length; i++) {
      const note = notes[i]!
      if (!truth.covers(note.render) || !truth.covers(note.now)) continue
      this.pictures++
      if (note.strained) {
        this.strained++
        continue
      }
      this.delayMs.add((note.now - note.render) * tickMs)
      this.#others(truth, note, notes[i - 1])
      if (i > 0) this.#jump(truth, notes[i - 1]!, note)
    }
    for (const one of foretold) this.#foretold(truth, one, helms)
  }

  #others(truth: Truth, note: Note, before: Note | undefined): void {
    const seen = new Set<number>()
    for (let i = 0; i < note.others.length; i += 3) {
      const [id, x, y] = note.others.subarray(i, i + 3) as unknown as [number, number, number]
      seen.add(id)
      if (!sees(note, x, y)) continue
      const there = truth.where(id, note.render)
      if (there === null) {
        this.ghosts++
        continue
      }
      this.others.add(Math.hypot(x - there[0], y - there[1]))
      const now = truth.where(id, note.now)
      if (now !== null) this.age.add(Math.hypot(x - now[0], y - now[1]))
      this.#jerk(truth, before, id, x - there[0], y - there[1])
    }
    // Who only watches is led from place to place, and before a new life the camera glides over what nobody tells of.
    if (note.own < 0 || Math.hypot(note.view[0] - note.x, note.view[1] - note.y) > farthestLook) return
    for (const [id, [x, y]] of truth.at(Math.floor(note.render)))
      if (id !== note.own && !seen.has(id) && sees(note, x, y)) this.unseen++
  }

  #jerk(truth: Truth, before: Note | undefined, id: number, offX: number, offY: number): void {
    const there = before === undefined ? null : truth.where(id, before.render)
    if (there === null) return
    const { others } = before!
    for (let i = 0; i < others.length; i += 3) {
      if (others[i] !== id) continue
      this.jerk.add(Math.hypot(offX - (others[i + 1]! - there[0]), offY - (others[i + 2]! - there[1])))
    }
  }

  #jump(truth: Truth, a: Note, b: Note): void {
    if (b.own < 0 || a.own !== b.own) return
    if (b.at - a.at > hitchMs) return
    const seconds = (b.at - a.at) / 1000
    const moved = Math.hypot(b.x - a.x - ((a.vx + b.vx) / 2) * seconds, b.y - a.y - ((a.vy + b.vy) / 2) * seconds)
    const ranked = truth.befell(b.own, pushed, b.settled, b.predict + foreseen) ? this.pushed : this.jump
    ranked.add(moved)
  }

  #foretold(truth: Truth, f: Foretold, helms: ReadonlyMap<number, number>): void {
    const state = truth.at(f.tick).get(f.own)
    if (state === undefined) return
    this.ticks++
    if ((state[4] & pushed) !== 0) this.pushedTicks++
    if ((state[4] & late) !== 0) this.lateTicks++
    if (truth.befell(f.own, disturbed, f.told, f.tick) || cameLate(truth, f, helms)) {
      this.disturbedTicks++
      return
    }
    const exact = [f.x, f.y, f.vx, f.vy].every((value, i) => value === state[i])
    this.foretold.add(exact ? 0 : Math.max(Number.MIN_VALUE, Math.hypot(f.x - state[0], f.y - state[1])))
  }
}

// Whether the server flew another helm than the client in a tick since it told, and said later that controls had
// come too late. Another helm without that word is no excuse.
function cameLate(truth: Truth, { own, told, tick }: Foretold, helms: ReadonlyMap<number, number>): boolean {
  for (let t = told + 1; t <= tick; t++) {
    const helm = truth.at(t).get(own)?.[5]
    if (helm !== helms.get(t) && truth.befell(own, late, t, t + latestTicks)) return true
  }
  return false
}

function sees({ view: [cx, cy, halfWidth, halfHeight] }: Note, x: number, y: number): boolean {
  return Math.abs(x - cx) < halfWidth + shipRadius && Math.abs(y - cy) < halfHeight + shipRadius
}
