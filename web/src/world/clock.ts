// Which tick it is: at the server, in the picture of the others, and in the own ship's flight. All three
// run on tick stamps and glide when they must change; they jump only after a stall. Times are ms, monotonic.
//
//   newest   the tick whose frame would be arriving now over the quickest line seen lately
//   render   newest − delay: where others are shown; the delay follows the jitter, 2 to 5 ticks
//   predict  newest + lead: which tick the own controls are for; the lead follows the server's `margin`

const tickMs = 1000 / 30
const leastDelay = 2
const mostDelay = 5
const windowMs = 2500 // how long the quickest frame counts
const usualGap = 2 // ticks; a wider one, as after a welcome that came late, is closed the faster
const jump = 12 // ticks; a wider gap is not glided over
const mostLead = 60 // ticks
const mostGuessMs = 250 // a longer handshake was the page's own start, not the line
const mostJitter = 8 // ticks; what is later was a stall
const mostRise = 3 // ticks that one late input raises the lead
const wantedMargin = 1.25 // ticks that inputs are to come early

export class Clock {
  render = 0
  predict = 0
  /** Round trip in ms, -1 while unknown. */
  rttMs = -1
  /** Ticks the newest acknowledged input came early. */
  margin = 0
  /** How late frames come, in ticks: the worst of late, forgotten slowly. */
  jitter = 0
  #delay = 2.5
  #lead = 4
  #offset = Number.NaN // newest tick less local time in ticks
  #rising = Number.NaN // the best offset of the window that is being filled
  #windowAt = 0
  #movedAt = -1
  #need = Number.NaN // lead that the inputs of late needed
  // of each input sent, by the low bits of its number
  readonly #sentMs = new Float64Array(256)
  readonly #sentTick = new Float64Array(256)
  readonly #sentLead = new Float64Array(256)
  #acked = -1

  /** A new line begins at that tick. What the handshake took bounds the first guess of the lead. */
  begin(tick: number, nowMs: number, handshakeMs: number): void {
    this.#offset = tick - nowMs / tickMs
    this.#rising = this.#offset
    this.#windowAt = nowMs
    this.jitter = 0
    this.#need = Number.NaN
    this.#acked = -1
    this.#lead = Math.min(handshakeMs, mostGuessMs) / tickMs + 2
    this.rttMs = -1
    this.#movedAt = -1
  }

  /** A frame of that tick has come. */
  heard(tick: number, nowMs: number): void {
    const offset = tick - nowMs / tickMs
    if (nowMs - this.#windowAt > windowMs) {
      this.#offset = this.#rising
      this.#rising = offset
      this.#windowAt = nowMs
    }
    this.#rising = Math.max(this.#rising, offset)
    this.#offset = Math.max(this.#offset, offset)
    const late = this.#offset - offset
    this.jitter = Math.max(Math.min(late, mostJitter), this.jitter * 0.99)
    this.#delay = Math.min(mostDelay, Math.max(leastDelay, 1.6 + this.jitter))
  }

  /** An input with that number, meant for that tick, goes out. */
  sent(seq: number, tick: number, nowMs: number): void {
    const at = seq & 255
    this.#sentMs[at] = nowMs
    this.#sentTick[at] = tick
    this.#sentLead[at] = tick - this.newest(nowMs)
  }

  /** The frame of `frameTick` says which input came last and how many ticks early. */
  answered(seq: number, margin: number, frameTick: number, nowMs: number): void {
    if (seq === this.#acked) return
    const first = this.#acked < 0
    this.#acked = seq
    const at = seq & 255
    if (first || !(this.#sentMs[at]! > 0) || nowMs - this.#sentMs[at]! > 5000) return
    this.margin = margin
    const atServer = (frameTick - this.#sentTick[at]! + margin) * tickMs
    this.#round(Math.max(0, nowMs - this.#sentMs[at]! - Math.max(0, atServer)))
    const need = wantedMargin - margin + this.#sentLead[at]!
    this.#need = Number.isNaN(this.#need) ? need : follow(this.#need, need)
    this.#lead = Math.min(mostLead, Math.max(0, this.#need))
  }

  /** Moves render and predict on to now. */
  move(nowMs: number): void {
    const newest = this.newest(nowMs)
    const past = this.#movedAt < 0 ? 0 : (nowMs - this.#movedAt) / tickMs
    const first = this.#movedAt < 0
    this.#movedAt = nowMs
    const behind = Math.abs(newest - this.#delay - this.render - past)
    const haste = 0.08 + 0.04 * Math.max(0, behind - usualGap)
    this.render = glide(this.render, past, newest - this.#delay, first, haste)
    this.predict = glide(this.predict, past, newest + this.#lead, first, 0.3)
  }

  newest(nowMs: number): number {
    return nowMs / tickMs + this.#offset
  }

  /** Ticks between what is shown of the others and what the own controls are for. */
  get lag(): number {
    return this.predict - this.render
  }

  get delayTicks(): number {
    return this.#delay
  }

  #round(ms: number): void {
    if (this.rttMs < 0) this.rttMs = ms
    else this.rttMs += (ms - this.rttMs) * (ms < this.rttMs ? 0.3 : 0.08)
  }
}

// The lead that was needed of late: up with what came late, but not all the way at once, since one stall of the
// page is no habit of the line; down slowly while the surplus is small, fast while it is large.
function follow(need: number, sample: number): number {
  const surplus = need - sample
  if (surplus <= 0) return need + Math.min(-surplus, mostRise)
  return need - surplus * 0.04 - Math.max(0, surplus - 3) * 0.25
}

// Runs at its own pace toward the goal, at most `give` faster or slower than time.
function glide(now: number, past: number, goal: number, first: boolean, give: number): number {
  const gap = goal - (now + past)
  if (first || Math.abs(gap) > jump) return goal
  const pull = Math.max(-give, Math.min(give, gap * 0.15))
  return now + past * (1 + pull)
}
