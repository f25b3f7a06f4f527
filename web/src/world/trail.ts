// Where a thing was at each of the last ticks, for drawing it a little in the past. What is kept is already
// smoothed: when a new course moves the belief, those ticks that are not shown yet lead to it. Where the course
// comes too late for that, since the line stood still, what is shown goes on from where it was and closes the gap
// over some ticks, so that nothing pops.

const kept = 32
const mask = kept - 1
const heal = 0.72 // share of the gap that is left after a tick
const spread = 3 // ticks over which the gap of a drift is closed ahead, if there are so many
const usualGap = 4 // u; drifts are told at about this, and what a blow adds in a tick follows from it
const leastBlow = 20 // u/s
const widest = 90 // u; a wider gap is a real jump and is shown as one

export class Trail {
  first = 0 // oldest tick that may be asked for
  last = -1 // newest tick
  offX = 0 // the gap at the newest tick: what is shown less what is believed, u
  offY = 0
  /** What is shown beside the trail, since that changed under the eye; closes by itself. */
  eyeX = 0
  eyeY = 0
  /** The moment shown last, -1 before the first. */
  seenAt = -1
  /** The trail has changed where it was seen. */
  broken = false
  readonly #xs = new Float64Array(kept)
  readonly #ys = new Float64Array(kept)
  readonly #aims = new Uint8Array(kept)
  readonly #flags = new Uint8Array(kept)

  /** Forgets everything and begins at `tick`. */
  begin(tick: number, x: number, y: number, aim: number, flags: number): void {
    this.first = tick
    this.offX = this.offY = this.eyeX = this.eyeY = 0
    this.seenAt = -1
    this.broken = false
    this.#note(tick, x, y, aim, flags)
  }

  /** Notes a tick of the belief's flight; the gap closes a little. */
  go(tick: number, x: number, y: number, aim: number, flags: number): void {
    this.offX *= heal
    this.offY *= heal
    this.#note(tick, x, y, aim, flags)
    if (tick - this.first >= kept) this.first = tick - kept + 1
  }

  /**
   * The belief was moved by dx, dy at the newest tick, and its speed by `blow` u/s. Of what is yet to be shown, a blow
   * or a jump changes that tick alone: until then the belief was right. A drift came little by little, and is closed
   * so, from `render` on.
   */
  shift(dx: number, dy: number, blow: number, render: number): void {
    const gapX = dx - this.offX
    const gapY = dy - this.offY
    const gap = Math.hypot(gapX, gapY)
    const sudden = gap > widest || (blow > leastBlow && gap < usualGap + blow / 15)
    const from = sudden ? this.last - 1 : Math.min(this.last - 1, Math.max(this.first, Math.ceil(render)))
    const share = sudden ? 1 : Math.min(1, (this.last - from) / spread)
    for (let tick = Math.max(from + 1, this.first); tick <= this.last; tick++) {
      const part = (share * (tick - from)) / (this.last - from)
      this.#xs[tick & mask] = this.#xs[tick & mask]! + gapX * part
      this.#ys[tick & mask] = this.#ys[tick & mask]! + gapY * part
    }
    this.offX = -gapX * (1 - share)
    this.offY = -gapY * (1 - share)
    if (render > from || this.first === this.last) this.broken = true
  }

  /** The trail leads through x, y at the moment seen last, where shownX, shownY was shown: the eye sees no jump. */
  mend(shownX: number, shownY: number, x: number, y: number): void {
    this.eyeX = shownX - x
    this.eyeY = shownY - y
    if (this.eyeX * this.eyeX + this.eyeY * this.eyeY > widest * widest) this.eyeX = this.eyeY = 0
  }

  /** That moment is shown now. */
  see(at: number): void {
    if (this.seenAt >= 0) {
      const keep = heal ** Math.max(0, at - this.seenAt)
      this.eyeX *= keep
      this.eyeY *= keep
    }
    this.seenAt = at
    this.broken = false
  }

  /** The belief flew the newest tick another way, by dx, dy at its end. */
  bend(dx: number, dy: number, render: number): void {
    const at = this.last & mask
    this.#xs[at] = this.#xs[at]! + dx
    this.#ys[at] = this.#ys[at]! + dy
    if (render > this.last - 1) this.broken = true
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
