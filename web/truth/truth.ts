// Where every ship really was, as `orbrawl replay --truth` writes it: the form is told in cmd/orbrawl/replay_truth.go.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** What befell a ship in a tick. */
export const disturbed = 1
export const pushed = 2
export const late = 4

/** A ship at the end of a tick. */
export type State = readonly [x: number, y: number, vx: number, vy: number, befell: number, helm: number]

type Line = { truth?: number; rate?: number; tick: number; ships: [slot: number, gen: number, ...State][] }

export class Truth {
  readonly #ticks = new Map<number, Map<number, State>>()

  /** Takes one line of the file. */
  take(line: string): void {
    if (line === '') return
    const { truth, rate, tick, ships } = JSON.parse(line) as Line
    if (truth === undefined)
      this.#ticks.set(tick, new Map(ships.map(([slot, gen, ...state]) => [slot | (gen << 16), state])))
    else if (truth !== 1 || rate !== 30)
      throw new Error(`a truth of form ${truth} at ${rate} ticks a second, not 1 at 30`)
  }

  /** Whether that moment lies within what is known. */
  covers(tick: number): boolean {
    return this.#ticks.has(Math.floor(tick)) && this.#ticks.has(Math.ceil(tick))
  }

  /** The ships at the end of a tick, by the id that they are drawn by. */
  at(tick: number): ReadonlyMap<number, State> {
    return this.#ticks.get(tick) ?? new Map()
  }

  /** Where a ship was at a moment between ticks; null when it did not fly then. */
  where(id: number, tick: number): readonly [x: number, y: number] | null {
    const low = Math.floor(tick)
    const from = this.at(low).get(id)
    if (from === undefined) return null
    const to = this.at(low + 1).get(id)
    const share = tick - low
    if (to === undefined) return [from[0] + (from[2] / 30) * share, from[1] + (from[3] / 30) * share]
    return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
  }

  /** Whether one of the flags is set for a ship in a tick after `from`, up to `to`. */
  befell(id: number, flags: number, from: number, to: number): boolean {
    for (let tick = Math.floor(from) + 1; tick <= to; tick++) {
      if (((this.at(tick).get(id)?.[4] ?? 0) & flags) !== 0) return true
    }
    return false
  }
}

export async function readTruth(file: string): Promise<Truth> {
  const truth = new Truth()
  for await (const line of createInterface({ input: createReadStream(file) })) truth.take(line)
  return truth
}
