// A world and its picture in a few calls, for tests only.

import { Reader } from '../net/msgpack.ts'
import { IDAfar, newSelf } from '../net/protocol.gen.ts'
import { Beliefs } from './beliefs.ts'
import { Chronicle } from './chronicle.ts'
import type { Moment } from './moment.ts'
import { Picture } from './picture.ts'
import { Predicted } from './predict.ts'
import type { ShownAfar, ShownBolt, ShownShip } from './shown.ts'
import { FrameMaker, catalog, windowOf } from './testing.ts'
import type { Records } from './testing.ts'

/** A world that is told by hand, and the picture of it. It has seen tick 100, with a window that is wide open. */
export class Scene {
  readonly own = new Predicted(catalog)
  readonly chronicle = new Chronicle(catalog, this.own)
  readonly beliefs = new Beliefs(catalog, this.chronicle)
  readonly picture = new Picture(catalog, this.beliefs, this.chronicle, this.own)
  readonly #reader = new Reader()

  constructor() {
    this.chronicle.watch(this.beliefs)
    this.beliefs.clear(99)
    this.frame(100, {}, (f) => f.sees(windowOf(3000)))
  }

  frame(tick: number, records: Records = {}, more: (f: FrameMaker) => FrameMaker = (f) => f): void {
    this.#reader.reset(more(new FrameMaker().frame(tick - this.beliefs.tick, records)).bytes())
    for (let type = this.#reader.next(); type >= 0; type = this.#reader.next()) {
      if (type === IDAfar) this.picture.afar.take(this.#reader, this.beliefs.tick)
      else this.beliefs.take(type, this.#reader)
    }
    this.beliefs.end()
  }

  /** Frames without news up to a tick. */
  quiet(from: number, to: number): void {
    for (let tick = from; tick <= to; tick++) this.frame(tick)
  }

  show(render: number, predict = render + 6): this {
    const moment: Moment = {
      render,
      predict,
      seconds: render / 30,
      dt: 1 / 60,
      aim: 0,
      thrust: 0,
      thrustAngle: 0,
      silent: 0,
      own: this.own.body,
    }
    this.picture.fill(moment)
    return this
  }

  fly(slot: number, x: number, y: number): void {
    this.own.take({ ...newSelf(), slot, gen: 0, x, y, tracks: new Uint8Array(8) }, this.beliefs.tick)
  }

  get ships(): ShownShip[] {
    return this.picture.shown.ships.items.slice(0, this.picture.shown.ships.count)
  }

  get afar(): ShownAfar[] {
    return this.picture.shown.afar.items.slice(0, this.picture.shown.afar.count)
  }

  get bolts(): ShownBolt[] {
    return this.picture.shown.bolts.items.slice(0, this.picture.shown.bolts.count)
  }

  told(): string[] {
    return this.chronicle.happenings.splice(0).map((it) => it.kind)
  }
}
