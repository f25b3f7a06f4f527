// The names of ships, each told once on a line: a ship that comes again without one has the name that was told
// before for its slot and gen.

import { ShipSlots } from '../net/protocol.gen.ts'

export class Names {
  // Of each slot its last holder only: whoever had it before does not come back.
  readonly #names: string[] = new Array<string>(ShipSlots).fill('')
  readonly #gens = new Uint8Array(ShipSlots)

  /** The name of a ship of which `told` was told now, which may be nothing. */
  of(slot: number, gen: number, told: string): string {
    if (told !== '' || this.#gens[slot] !== gen) {
      this.#names[slot] = told
      this.#gens[slot] = gen
    }
    return this.#names[slot]!
  }

  /** Forgets all: what an old line told says nothing on a new one. */
  clear(): void {
    this.#names.fill('')
  }
}
