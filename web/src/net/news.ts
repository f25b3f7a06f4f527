// The groups of a News bin: a head byte says of which kind how many records follow. PROTOCOL.md, "News".

import { Reader } from './msgpack.ts'
import {
  NewsAims,
  NewsBolts,
  NewsChips,
  NewsCourses,
  NewsDrifts,
  NewsGone,
  NewsHits,
  NewsKinds,
  NewsLooks,
  NewsLying,
  NewsOres,
  NewsRocks,
  NewsShips,
  NewsShots,
  NewsShoves,
  NewsStill,
  NewsSwings,
  NewsTaken,
  NewsTurns,
  NewsVitals,
  NewsWears,
  newAim,
  newBoltState,
  newChip,
  newCourse,
  newDrift,
  newGone,
  newHit,
  newLook,
  newLyingState,
  newOreState,
  newRockState,
  newShipState,
  newShot,
  newShove,
  newStillState,
  newSwing,
  newTaken,
  newTurn,
  newVital,
  newWear,
  readAim,
  readBoltState,
  readChip,
  readCourse,
  readDrift,
  readGone,
  readHit,
  readLook,
  readLyingState,
  readOreState,
  readRockState,
  readShipState,
  readShot,
  readShove,
  readStillState,
  readSwing,
  readTaken,
  readTurn,
  readVital,
  readWear,
} from './protocol.gen.ts'

const longest = 64 // bytes of any record without text

// The length of a record by the kind of its group; of those with text, without it. Zeros read as a record tell it.
const lengths = new Uint8Array(NewsKinds)
const zeros = new Reader()
zeros.reset(new Uint8Array(longest))

function measure<T>(kind: number, read: (r: Reader, at: number, m: T) => number, make: () => T): void {
  lengths[kind] = read(zeros, 0, make())
}
measure(NewsLooks, readLook, newLook)
measure(NewsSwings, readSwing, newSwing)
measure(NewsTurns, readTurn, newTurn)
measure(NewsShoves, readShove, newShove)
measure(NewsCourses, readCourse, newCourse)
measure(NewsDrifts, readDrift, newDrift)
measure(NewsShots, readShot, newShot)
measure(NewsHits, readHit, newHit)
measure(NewsChips, readChip, newChip)
measure(NewsTaken, readTaken, newTaken)
measure(NewsGone, readGone, newGone)
measure(NewsAims, readAim, newAim)
measure(NewsVitals, readVital, newVital)
measure(NewsWears, readWear, newWear)
measure(NewsBolts, readBoltState, newBoltState)
measure(NewsShips, readShipState, newShipState)
measure(NewsRocks, readRockState, newRockState)
measure(NewsStill, readStillState, newStillState)
measure(NewsOres, readOreState, newOreState)
measure(NewsLying, readLyingState, newLyingState)

/**
 * A place in a News bin, used again for each one: `begin`, then `group` until it is false. In each group read
 * records at `at` and tell `passed` where each ends, until none is `left`.
 */
export class News {
  /** Of the current group, one of News…. */
  kind = 0
  /** Records of the current group that are not read yet. */
  left = 0
  /** Where the next record begins in the reader's view. */
  at = 0
  #reader: Reader = zeros
  #end = 0

  /** Goes to the front of a bin that the reader has just given. */
  begin(r: Reader, bin: Uint8Array): void {
    this.#reader = r
    this.at = bin.byteOffset - r.view.byteOffset
    this.#end = this.at + bin.length
    this.left = 0
  }

  /** Goes to the next group, once the last is read; false at the end of the bin. */
  group(): boolean {
    if (this.at >= this.#end) return false
    const head = this.#reader.view.getUint8(this.at)
    this.kind = head >> 3
    if (this.kind >= NewsKinds) this.#reader.fail(`has news of kind ${this.kind}, which does not exist`)
    this.left = (head & 7) + 1
    this.at++
    this.#check()
    return true
  }

  /** A record of the current group has been read and ends at `at`. */
  passed(at: number): void {
    this.at = at
    this.left--
    this.#check()
  }

  // Text makes a record longer than what was known before it was read.
  #check(): void {
    if (this.at + this.left * lengths[this.kind]! > this.#end)
      this.#reader.fail(`ends within news of kind ${this.kind}`)
  }
}
