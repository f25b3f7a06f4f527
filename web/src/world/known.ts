// The things that are known: a list of all, and a way to each. What comes and goes here is told to the witness.

import { Nobody } from '../net/protocol.gen.ts'
import { Thing, kindBolt } from './thing.ts'
import { Trail } from './trail.ts'
import { leftReplaced } from './witness.ts'
import type { Witness } from './witness.ts'

export class Known {
  /** The tick that everything here is true for, -1 before a line has begun. */
  tick = -1
  /** Number of the frame that is taken. */
  frame = 0
  /** That frame has told a cell whole. */
  whole = false
  /** All in no order. */
  readonly living: Thing[] = []
  readonly witness: Witness
  readonly #bySlot: (Thing | null)[] = new Array<Thing | null>(Nobody + 1).fill(null)

  constructor(witness: Witness) {
    this.witness = witness
  }

  find(slot: number): Thing | null {
    return this.#bySlot[slot] ?? null
  }

  /** What holds the slot, if it is of that kind. */
  of(slot: number, kind: number): Thing | null {
    const t = this.find(slot)
    return t !== null && t.kind === kind ? t : null
  }

  /** The bolt that the ship in a slot fired in a tick. */
  bolt(owner: number, born: number): Thing | null {
    for (const t of this.living) if (t.kind === kindBolt && t.owner === owner && t.born === born) return t
    return null
  }

  /** The thing that holds the slot, if it is the same one. Another is gone. */
  same(slot: number, gen: number, kind: number): Thing | null {
    const t = this.find(slot)
    if (t === null) return null
    if (t.gen === gen && t.kind === kind) return t
    this.drop(t, leftReplaced)
    return null
  }

  make(slot: number, gen: number, kind: number): Thing {
    const t = this.#add(kind)
    t.slot = slot
    t.gen = gen
    t.trail = new Trail()
    this.#bySlot[slot] = t
    return t
  }

  makeBolt(owner: number): Thing {
    const t = this.#add(kindBolt)
    t.owner = owner
    return t
  }

  drop(t: Thing, why: number): void {
    const last = this.living.pop()!
    if (last !== t) {
      this.living[t.place] = last
      last.place = t.place
    }
    t.place = -1
    if (this.#bySlot[t.slot] === t) this.#bySlot[t.slot] = null
    this.witness.left(t, why)
  }

  #add(kind: number): Thing {
    const t = new Thing()
    t.kind = kind
    t.place = this.living.length
    this.living.push(t)
    return t
  }
}
