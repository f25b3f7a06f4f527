// Numbers as records carry them: the twin of protocol/quant.go. PROTOCOL.md, "Rounding".

/** A coordinate in u, in half units. */
export const quantPos = (u: number): number => quant(u * 2)

/** What comes out of a record that carried the coordinate, in u. */
export const roundPos = (u: number): number => quant(u * 2) / 2

/** What comes out of a record that carried the speed along one axis, in u/s: sixteenths. */
export const roundVel = (v: number): number => quant(v * 16) / 16

/** How many steps of a record's speed one step of a Shove's is. */
export const coarseStep = 8

function quant(v: number): number {
  const q = Math.floor(v + 0.5)
  return Number.isNaN(q) ? 0 : Math.max(-0x8000, Math.min(0x7fff, q))
}
