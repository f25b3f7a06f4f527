// Where a thing was at each of the last ticks, for drawing it a little in the past. What is kept is already
// smoothed: when a new course moves the belief, the trail goes on from where it was and closes the gap over
// some ticks, so that nothing pops.

const kept = 32
const mask = kept - 1
const heal = 0.72 // share of the gap that is left after a tick
const widest = 90 // u; a wider gap is a real jump and is shown as one

export class Trail {
  first = 0 // oldest tick that may be asked for
  last = -1 // newest tick
  offX = 0 // the gap: what is shown less what is believed, u
  offY = 0
  readonly #xs = new Float64Array(kept)
  readonly #ys = new Float64Array(kept)
  readonly #aims = new Uint8Array(kept)
  readonly #flags = new Uint8Array(kept)

  /** Forgets everything and begins at `tick`. */
  begin(tick: number, x: number, y: number, aim: number, flags: number): void {
    this.first = tick
    this.offX = this.offY = 0
    this.#note(tick, x, y, aim, flags)
  }

  /** Notes a tick of the belief's flight; the gap closes a little. */
  go(tick: number, x: number, y: number, aim: number, flags: number): void {
    this.offX *= heal
    this.offY *= heal
    this.#note(tick, x, y, aim, flags)
    if (tick - this.first >= kept) this.first = tick - kept + 1
  }

  /** The belief was moved by dx, dy at the newest tick: what is shown stays, the gap takes it up. */
  shift(dx: number, dy: number): void {
    this.offX -= dx
    this.offY -= dy
    if (this.offX * this.offX + this.offY * this.offY <= widest * widest) return
    const at = this.last & mask
    this.#xs[at] = this.#xs[at]! - this.offX
    this.#ys[at] = this.#ys[at]! - this.offY
    this.offX = this.offY = 0
  }

  /** The belief flew the newest tick another way, by dx, dy at its end: nothing of that tick has been shown yet. */
  bend(dx: number, dy: number): void {
    const at = this.last & mask
    this.#xs[at] = this.#xs[at]! + dx
    this.#ys[at] = this.#ys[at]! + dy
  }

  /** Notes what the ship does at the newest tick. */
  turn(aim: number, flags: number): void {
    this.#aims[this.last & mask] = aim
    this.#flags[this.last & mask] = flags
  }

  /** How much of the gap is left `ticks` after the newest tick. */
  gapAfter(ticks: number): number {
    return heal ** ticks
  }

  xAt(tick: number): number {
    return between(this.#xs, tick)
  }

  yAt(tick: number): number {
    return between(this.#ys, tick)
  }

  /** The aim in 1/256 turns with fraction, on the shorter way between two ticks. */
  aimAt(tick: number): number {
    const low = Math.floor(tick)
    const from = this.#aims[low & mask]!
    if (low >= this.last) return from
    const turn = ((this.#aims[(low + 1) & mask]! - from) << 24) >> 24
    return from + turn * (tick - low)
  }

  flagsAt(tick: number): number {
    return this.#flags[Math.floor(tick) & mask]!
  }

  #note(tick: number, x: number, y: number, aim: number, flags: number): void {
    const at = tick & mask
    this.last = tick
    this.#xs[at] = x + this.offX
    this.#ys[at] = y + this.offY
    this.#aims[at] = aim
    this.#flags[at] = flags
  }
}

function between(ring: Float64Array, tick: number): number {
  const low = Math.floor(tick)
  const share = tick - low
  const from = ring[low & mask]!
  return share === 0 ? from : from + (ring[(low + 1) & mask]! - from) * share
}
