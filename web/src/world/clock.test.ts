import { expect, test } from 'vitest'
import { Clock } from './clock.ts'

const tickMs = 1000 / 30

// A line with a delay each way and jitter on the way down, and a server that answers inputs as the real one.
class Rig {
  readonly clock = new Clock()
  now = 5000
  margins: number[] = []
  #seed = 11
  #arrivals: { at: number; tick: number; seq: number; margin: number }[] = []
  #inputs: { at: number; seq: number; tick: number }[] = []
  #seq = 0
  #ack = 0
  #margin = 0
  #tick = 0
  #lastDown = 0
  readonly #way: number
  readonly #jitter: number
  readonly #zero: number

  constructor(way: number, jitter: number) {
    this.#way = way
    this.#jitter = jitter
    this.#zero = this.now
    this.clock.begin(0, this.now + way, 2 * way)
  }

  // Runs pictures of 16 ms; inputs go out with every tick.
  run(ms: number, onPicture: () => void = () => undefined): void {
    for (const until = this.now + ms; this.now < until; this.now += 16) {
      this.#serve()
      this.#hear()
      this.clock.move(this.now)
      this.#speak()
      onPicture()
    }
  }

  #serve(): void {
    for (; (this.#tick + 1) * tickMs + this.#zero <= this.now; this.#tick++) {
      const step = (this.#tick + 1) * tickMs + this.#zero
      for (const input of this.#inputs.filter((one) => one.at <= step)) {
        this.#margin = input.tick - (Math.floor((input.at - this.#zero) / tickMs) + 1)
        this.margins.push(this.#margin)
        this.#ack = input.seq
      }
      this.#inputs = this.#inputs.filter((one) => one.at > step)
      this.#lastDown = Math.max(this.#lastDown, step + this.#way + this.#random() * this.#jitter)
      this.#arrivals.push({ at: this.#lastDown, tick: this.#tick + 1, seq: this.#ack, margin: this.#margin })
    }
  }

  #hear(): void {
    for (const one of this.#arrivals.filter((arrival) => arrival.at <= this.now)) {
      this.clock.heard(one.tick, this.now)
      this.clock.answered(one.seq, one.margin, one.tick, this.now)
    }
    this.#arrivals = this.#arrivals.filter((arrival) => arrival.at > this.now)
  }

  #speak(): void {
    const tick = Math.floor(this.clock.predict)
    this.#seq = (this.#seq + 1) & 0xffff
    this.clock.sent(this.#seq, tick, this.now)
    this.#inputs.push({ at: this.now + this.#way + this.#random() * this.#jitter, seq: this.#seq, tick })
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0
    return this.#seed / 2 ** 32
  }
}

test('inputs come one to a few ticks early, whatever the line', () => {
  for (const [way, jitter] of [
    [1, 2],
    [40, 10],
    [80, 40],
    [200, 60],
  ] as const) {
    const rig = new Rig(way, jitter)
    rig.run(6000)
    rig.margins = []
    rig.run(6000)
    const late = rig.margins.filter((margin) => margin < 0).length / rig.margins.length
    expect(late, `${way} ± ${jitter} ms`).toBeLessThan(0.01)
    const mean = rig.margins.reduce((sum, margin) => sum + margin, 0) / rig.margins.length
    expect(mean, `${way} ± ${jitter} ms`).toBeLessThan(2.5 + jitter / tickMs)
  }
})

test('the round trip is measured within a tick and the jitter', () => {
  const rig = new Rig(60, 10)
  rig.run(8000)
  expect(rig.clock.rttMs).toBeGreaterThan(100)
  expect(rig.clock.rttMs).toBeLessThan(190)
})

test('the delay stays within 2 and 5 ticks and follows the jitter', () => {
  const calm = new Rig(30, 2)
  calm.run(8000)
  expect(calm.clock.delayTicks).toBeLessThan(2.9)
  const rough = new Rig(30, 120)
  rough.run(8000)
  expect(rough.clock.delayTicks).toBeGreaterThan(3.5)
  expect(rough.clock.delayTicks).toBeLessThanOrEqual(5)
})

test('shown time never runs backwards and never more than a fifth too fast or slow', () => {
  const rig = new Rig(50, 50)
  rig.run(3000)
  let render = rig.clock.render
  let predict = rig.clock.predict
  rig.run(8000, () => {
    for (const [now, before] of [
      [rig.clock.render, render],
      [rig.clock.predict, predict],
    ] as const) {
      expect(now - before).toBeGreaterThan((16 / tickMs) * 0.79)
      expect(now - before).toBeLessThan((16 / tickMs) * 1.21)
    }
    render = rig.clock.render
    predict = rig.clock.predict
  })
})

test('a welcome that came late leaves the others in the past for a second or two only', () => {
  const clock = new Clock()
  clock.begin(100, 300, 40) // it left at 0
  clock.move(300) // a picture before the first frame
  for (let now = 317; now < 2000; now += 1000 / 60) {
    clock.heard(100 + Math.floor(now / tickMs), now)
    clock.move(now)
  }
  expect(clock.newest(2000) - clock.render).toBeLessThan(4)
})

test('one stall of the page does not leave the helm far ahead for long', () => {
  const rig = new Rig(30, 5)
  rig.run(3000)
  rig.now += 1500
  rig.run(2500)
  expect(rig.clock.predict - rig.clock.newest(rig.now)).toBeLessThan(6)
  expect(rig.clock.jitter).toBeLessThan(5)
})

test('after a stall the clock jumps instead of racing', () => {
  const clock = new Clock()
  clock.begin(100, 0, 40)
  clock.move(0)
  clock.heard(100 + 90, 1000)
  clock.move(1000)
  expect(clock.render).toBeGreaterThan(180)
})
