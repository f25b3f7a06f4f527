// Samples of the line and the prediction for the network graph and for tests.

import type { NetGraph } from '../hud/netgraph.ts'
import type { NetSample } from '../hud/ring.ts'
import type { Line } from '../net/line.ts'
import type { MessageInfo } from '../net/protocol.gen.ts'
import type { Clock } from '../world/clock.ts'
import type { Predicted } from '../world/predict.ts'

const usualGap = 6 // ticks; the server speaks at least this often

export class Meter {
  readonly #graph: NetGraph
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

  constructor(graph: NetGraph, line: Line, clock: Clock) {
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

  picture(nowMs: number, own: Predicted, things: number): void {
    const s = this.#sample
    s.rttMs = this.#clock.rttMs
    s.marginTicks = this.#clock.margin
    s.frameBytes = this.#line.bytesIn - this.#bytesIn
    s.correctionU = own.corrections > this.#corrections ? own.lastCorrectionU : 0
    s.frameMs = this.#lastMs === 0 ? 0 : nowMs - this.#lastMs
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
