// Samples of the line and the prediction for the network graph and for tests, and what they say of the line: a page
// that stands still hears everything late, and that must not be called the line's fault.

import type { Samples } from '../hud/netgraph.ts'
import type { NetSample } from '../hud/ring.ts'
import type { HudState } from '../hud/state.ts'
import type { Line } from '../net/line.ts'
import type { MessageInfo } from '../net/protocol.gen.ts'
import type { Clock } from '../world/clock.ts'
import type { Predicted } from '../world/predict.ts'

const usualGap = 6 // ticks; the server speaks at least this often

const lostMs = 1500 // so long nothing was heard of the server
const tickMs = 1000 / 30
const smoothMs = 40 // pictures no further apart than this delay nothing that matters
const forgetMs = 3000 // half of a stall is forgotten in this while; the clock forgets jitter as fast

const grades = ['good', 'fair', 'poor', 'lost'] as const

/**
 * The badge of an open line. `jitter` in ticks; `stallMs` is how long the page itself stood still of late. Where the
 * figures are bad, but not once the page's own stalls are taken off them, it is the page that is slow.
 */
export function judgeLine(rttMs: number, jitter: number, silentMs: number, stallMs: number): HudState['quality'] {
  const told = gradeOf(rttMs, jitter, silentMs)
  const eased = gradeOf(rttMs - stallMs, jitter - stallMs / tickMs, silentMs - stallMs)
  return eased < told ? 'slow' : grades[told]!
}

function gradeOf(rttMs: number, jitter: number, silentMs: number): number {
  if (silentMs > lostMs) return 3
  if (rttMs > 220 || jitter > 4) return 2
  return rttMs > 110 || jitter > 2 ? 1 : 0
}

export class Meter {
  /** How long the page stood still of late, in ms: the longest gap between pictures, forgotten slowly. */
  stallMs = 0
  readonly #graph: Samples
  readonly #line: Line
  readonly #clock: Clock
  readonly #sample: NetSample = {
    rttMs: -1,
    marginTicks: 0,
    frameBytes: 0,
    correctionU: 0,
    frameMs: 0,
    tickDelay: 0,
    skipped: 0,
  }
  readonly #nameOf = new Map<number, string>()
  readonly #counted = new Map<number, number>()
  #bytesIn = 0
  #corrections = 0
  #lastMs = 0
  #lastTick = -1
  #skipped = 0

  constructor(graph: Samples, line: Line, clock: Clock) {
    this.#graph = graph
    this.#line = line
    this.#clock = clock
  }

  /** The message table of the session. */
  names(messages: readonly MessageInfo[]): void {
    for (const { id, name } of messages) this.#nameOf.set(id, name)
    this.#lastTick = -1
  }

  /** A frame of that tick has come. */
  frame(tick: number): void {
    if (this.#lastTick >= 0) this.#skipped += Math.max(0, tick - this.#lastTick - usualGap)
    this.#lastTick = tick
  }

  /** Pictures stop for a while, as in a hidden tab: the gap is no stall. */
  rest(): void {
    this.#lastMs = 0
  }

  picture(nowMs: number, own: Predicted, things: number): void {
    const s = this.#sample
    s.rttMs = this.#clock.rttMs
    s.marginTicks = this.#clock.margin
    s.frameBytes = this.#line.bytesIn - this.#bytesIn
    s.correctionU = own.corrections > this.#corrections ? own.lastCorrectionU : 0
    s.frameMs = this.#lastMs === 0 ? 0 : nowMs - this.#lastMs
    this.stallMs *= 0.5 ** (s.frameMs / forgetMs)
    if (s.frameMs > smoothMs) this.stallMs = Math.max(this.stallMs, s.frameMs)
    s.tickDelay = this.#clock.delayTicks
    s.skipped = this.#skipped
    this.#graph.push(s)
    this.#bytesIn = this.#line.bytesIn
    this.#corrections = own.corrections
    this.#lastMs = nowMs
    this.#skipped = 0
    if (this.#graph.open) this.#write(own, things)
  }

  #write(own: Predicted, things: number): void {
    for (const [type, bytes] of this.#line.byType) {
      const more = bytes - (this.#counted.get(type) ?? 0)
      if (more > 0) this.#graph.addBytes(this.#nameOf.get(type) ?? String(type), more)
      this.#counted.set(type, bytes)
    }
    const tick = Math.floor(this.#clock.predict)
    this.#graph.note(
      `tick ${tick} · ${things} things · ${own.corrections} corrections, worst ${own.maxCorrectionU.toFixed(2)} u`,
    )
  }
}
