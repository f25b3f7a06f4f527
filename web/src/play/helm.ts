// From hands to the wire: what is held becomes numbers that travel, goes into the prediction tick by tick, and
// up the line when it changes. Also the heartbeat, which is the same message.

import type { Held } from '../input/held.ts'
import type { Line } from '../net/line.ts'
import { ButtonBeam, ButtonBoost, ButtonFire, encodeInput, newInput } from '../net/protocol.gen.ts'
import type { Clock } from '../world/clock.ts'
import { dirOf } from '../world/flight.ts'
import type { Controls, Predicted } from '../world/predict.ts'

const silenceMs = 200
const backlog = 10 // ticks seen and not acknowledged that are told at once: a server that waits for it sends nothing
const mostLag = 63
const mostCatchUp = 300 // ticks; after a longer sleep the clock begins anew anyway

export class Helm {
  /** What is held, as it travels. */
  readonly held: Controls = { move: 0, power: 0, aim: 0, buttons: 0 }
  readonly #flown: Controls = { move: 0, power: 0, aim: 0, buttons: 0 } // what the server heard last
  readonly #line: Line
  readonly #clock: Clock
  readonly #own: Predicted
  readonly #input = newInput()
  #tick = 0
  #seq = 0
  #sentAt = 0
  #toldSeen = 0
  #owed = true // the server must hear the controls, changed or not

  constructor(line: Line, clock: Clock, own: Predicted) {
    this.#line = line
    this.#clock = clock
    this.#own = own
  }

  /** Takes what the hands hold; a stick of length 1 or more is full thrust. */
  hold(h: Readonly<Held>): void {
    const power = Math.min(15, Math.round(15 * Math.hypot(h.moveX, h.moveY)))
    this.held.power = power
    if (power > 0) this.held.move = ((dirOf(h.moveX, h.moveY) + 2) >> 2) & 255
    this.held.aim = dirOf(h.aimX, h.aimY)
    this.held.buttons = (h.fire ? ButtonFire : 0) | (h.beam ? ButtonBeam : 0) | (h.boost ? ButtonBoost : 0)
  }

  /** Lets go of everything; the ship goes on pointing where it did. */
  letGo(): void {
    this.held.power = this.held.buttons = 0
  }

  /** The server may hold something else than we do: it is to hear the controls with the next tick. */
  owe(): void {
    this.#owed = true
  }

  /** The clock was set anew, and nothing is flown yet: on a new line the server holds nothing until it is told. */
  begin(nowMs: number): void {
    this.#clock.move(nowMs)
    this.#tick = Math.floor(this.#clock.predict)
    this.#owed = true
    this.#flown.power = this.#flown.buttons = 0
    for (let tick = this.#tick - mostLag; tick <= this.#tick; tick++) this.#own.fly(tick, this.#flown)
  }

  /**
   * Flies the ticks that are due. The server hears of new controls for the last of them only, so the ticks before
   * it are flown with the old ones, as the server flies them.
   */
  run(nowMs: number, seen: number): void {
    const goal = Math.floor(this.#clock.predict)
    if (goal - this.#tick > mostCatchUp) this.#tick = goal - mostCatchUp
    while (this.#tick < goal) {
      this.#tick++
      if (this.#tick === goal && (this.#owed || this.#changed())) this.#send(this.held, nowMs, seen)
      this.#own.fly(this.#tick, this.#flown)
    }
    // Frames that came together are acknowledged by the first; what the others brought is told now, since the
    // server may be waiting for it and no further frame come.
    if (seen !== this.#toldSeen) this.heartbeat(nowMs, seen)
  }

  /**
   * Call it with each frame, also in a hidden tab: says that we are here and what we have seen. Its tick is flown
   * already, so it tells what that was flown with.
   */
  heartbeat(nowMs: number, seen: number): void {
    const due = nowMs - this.#sentAt >= silenceMs || seen - this.#toldSeen >= backlog
    if (due) this.#send(this.#flown, nowMs, seen)
  }

  #changed(): boolean {
    const a = this.#flown
    const b = this.held
    return a.move !== b.move || a.power !== b.power || a.aim !== b.aim || a.buttons !== b.buttons
  }

  // What the line cannot take now stays owed, and is not flown.
  #send(controls: Readonly<Controls>, nowMs: number, seen: number): void {
    const input = this.#input
    Object.assign(input, controls)
    input.seq = (this.#seq + 1) & 0xffff
    input.tick = this.#tick & 0xffff
    input.seen = seen & 0xffff
    input.lag = Math.max(0, Math.min(mostLag, Math.round(this.#clock.lag)))
    if (!this.#line.send(encodeInput, input)) return
    this.#seq = input.seq
    this.#sentAt = nowMs
    this.#toldSeen = seen
    this.#clock.sent(input.seq, this.#tick, nowMs)
    Object.assign(this.#flown, controls)
    this.#owed = false
  }
}
