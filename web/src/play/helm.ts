// From hands to the wire: what is held becomes numbers that travel, goes into the prediction tick by tick, and
// up the line when it changes. Also the heartbeat, which is the same message.

import type { Held } from '../input/held.ts'
import type { Line } from '../net/line.ts'
import { ButtonBeam, ButtonBoost, ButtonFire, encodeInput, newInput } from '../net/protocol.gen.ts'
import type { Clock } from '../world/clock.ts'
import { dirOf } from '../world/flight.ts'
import type { Controls, Predicted } from '../world/predict.ts'

const silenceMs = 200
const mostLag = 63
const mostCatchUp = 300 // ticks; after a longer sleep the clock begins anew anyway

export class Helm {
  /** What is held, as it travels. */
  readonly held: Controls = { move: 0, power: 0, aim: 0, buttons: 0 }
  readonly #line: Line
  readonly #clock: Clock
  readonly #own: Predicted
  readonly #input = newInput()
  #tick = 0
  #sentAt = 0
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

  /** The clock was set anew. */
  begin(nowMs: number): void {
    this.#clock.move(nowMs)
    this.#tick = Math.floor(this.#clock.predict)
    this.#owed = true
  }

  /** Runs the ticks that are due: flies each, and tells the server when the controls have changed. */
  run(nowMs: number, seen: number): void {
    const goal = Math.floor(this.#clock.predict)
    if (goal - this.#tick > mostCatchUp) this.#tick = goal - mostCatchUp
    while (this.#tick < goal) {
      this.#tick++
      this.#own.fly(this.#tick, this.held)
      if (this.#tick === goal && (this.#owed || this.#changed())) this.#send(nowMs, seen)
    }
  }

  /** Call it with each frame, also in a hidden tab: says that we are here and what we have seen. */
  heartbeat(nowMs: number, seen: number): void {
    if (nowMs - this.#sentAt >= silenceMs) this.#send(nowMs, seen)
  }

  #changed(): boolean {
    const { held } = this
    const input = this.#input
    return (
      input.move !== held.move || input.power !== held.power || input.aim !== held.aim || input.buttons !== held.buttons
    )
  }

  #send(nowMs: number, seen: number): void {
    if (this.#line.state !== 'open') return
    const { held } = this
    const input = this.#input
    input.seq = (input.seq + 1) & 0xffff
    input.tick = this.#tick & 0xffff
    input.seen = seen & 0xffff
    input.move = held.move
    input.power = held.power
    input.aim = held.aim
    input.buttons = held.buttons
    input.lag = Math.max(0, Math.min(mostLag, Math.round(this.#clock.lag)))
    this.#sentAt = nowMs
    this.#clock.sent(input.seq, this.#tick, nowMs)
    this.#line.send(encodeInput, input)
    this.#owed = false
  }
}
