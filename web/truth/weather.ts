// A line that is bad in a known way: every message takes a varying time, none overtakes another, as over TCP, and
// now and then nothing moves at all. Times are ms, monotonic.

import type { Dice } from '../src/draw/dice.ts'
import type { Socket } from '../src/net/line.ts'

export interface Weather {
  /** What a message takes one way, in the mean. */
  delayMs: number
  /** It takes up to so much less or more, each message for itself. */
  swingMs: number
  /** Share of the time that the line stands still, both ways at once. */
  stalled: number
  leastStallMs: number
  mostStallMs: number
}

export const calm: Weather = { delayMs: 0, swingMs: 0, stalled: 0, leastStallMs: 0, mostStallMs: 0 }

/** The times at which a line stands still, drawn as they are asked for. */
export class Stalls {
  readonly #weather: Weather
  readonly #dice: Dice
  readonly #past: { from: number; to: number }[] = []
  #until: number // they are drawn up to here

  constructor(weather: Weather, dice: Dice, now: number) {
    this.#weather = weather
    this.#dice = dice
    this.#until = now
    if (weather.stalled > 0) this.#draw(dice.next())
  }

  /** When that which would come out at `at` comes out. */
  through(at: number): number {
    if (this.#weather.stalled <= 0) return at
    while (this.#until < at) this.#draw(this.#dice.between(0.5, 1.5))
    return this.#past.find(({ from, to }) => from <= at && at < to)?.to ?? at
  }

  // A stall and the time before it; `share` 1 makes that as long as the weather asks for in the mean.
  #draw(share: number): void {
    const { stalled, leastStallMs, mostStallMs } = this.#weather
    const long = this.#dice.between(leastStallMs, mostStallMs)
    const from = this.#until + long * (1 / stalled - 1) * share
    this.#until = from + long
    this.#past.push({ from, to: this.#until })
  }
}

/** One way of a line. */
class Way {
  readonly #weather: Weather
  readonly #stalls: Stalls
  readonly #dice: Dice
  readonly #queue: { due: number; arrive: () => void }[] = []
  #last = 0

  constructor(weather: Weather, stalls: Stalls, dice: Dice) {
    this.#weather = weather
    this.#stalls = stalls
    this.#dice = dice
  }

  carry(arrive: () => void): void {
    const { delayMs, swingMs } = this.#weather
    const free = performance.now() + delayMs + swingMs * this.#dice.between(-1, 1)
    this.#last = Math.max(this.#last, this.#stalls.through(free))
    this.#queue.push({ due: this.#last, arrive })
    if (this.#queue.length === 1) this.#wait()
  }

  #wait(): void {
    setTimeout(() => this.#bring(), Math.max(0, this.#queue[0]!.due - performance.now()))
  }

  #bring(): void {
    while (this.#queue.length > 0 && this.#queue[0]!.due <= performance.now() + 0.5) this.#queue.shift()!.arrive()
    if (this.#queue.length > 0) this.#wait()
  }
}

/** Puts a line with that weather before a socket. `early` sees each message before it goes on its way to the client. */
export function throughWeather(
  inner: Socket,
  weather: Weather,
  dice: Dice,
  early: (data: ArrayBuffer) => void,
): Socket {
  const stalls = new Stalls(weather, dice, performance.now())
  const down = new Way(weather, stalls, dice)
  const up = new Way(weather, stalls, dice)
  const outer: Socket = {
    binaryType: 'arraybuffer',
    get bufferedAmount() {
      return inner.bufferedAmount
    },
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (bytes) => {
      const copy = bytes.slice()
      up.carry(() => inner.send(copy))
    },
    close: (code) => up.carry(() => inner.close(code)),
  }
  inner.binaryType = 'arraybuffer'
  inner.onopen = (event) => down.carry(() => outer.onopen?.(event))
  inner.onclose = (event) => down.carry(() => outer.onclose?.(event))
  inner.onmessage = (event) => {
    early(event.data as ArrayBuffer)
    down.carry(() => outer.onmessage?.(event))
  }
  return outer
}
