// What the server has told about the player: life, ship in points, score, choices, table, map, kills. Plain
// decoding and keeping; the HUD is filled from it elsewhere.

import type { Reader } from '../net/msgpack.ts'
import {
  IDBoard,
  IDDied,
  IDKill,
  IDMap,
  IDOffer,
  IDPhase,
  IDProgress,
  IDStatus,
  decodeBoard,
  decodeDied,
  decodeKill,
  decodeMap,
  decodeOffer,
  decodePhase,
  decodeProgress,
  decodeStatus,
  newBoard,
  newDied,
  newKill,
  newMap,
  newOffer,
  newPhase,
  newProgress,
  newStatus,
} from '../net/protocol.gen.ts'
import type { Kill } from '../net/protocol.gen.ts'

/** A kill and when it came, counted from 1. */
export interface KillTold extends Kill {
  id: number
}

const killsKept = 8

export class Standing {
  readonly status = newStatus()
  readonly progress = newProgress()
  readonly offer = newOffer()
  readonly phase = newPhase()
  readonly died = newDied()
  readonly board = newBoard()
  readonly map = newMap()
  readonly kills: KillTold[] = []
  /** Grows with each death card that came. */
  deaths = 0
  #killCount = 0

  /** A server that knows nothing of us begins: what the old one told is no more. */
  reset(): void {
    Object.assign(this.status, newStatus())
    Object.assign(this.progress, newProgress())
    Object.assign(this.offer, newOffer())
    Object.assign(this.phase, newPhase())
    Object.assign(this.died, newDied())
    Object.assign(this.board, newBoard())
    Object.assign(this.map, newMap())
    this.kills.length = 0
  }

  /** Takes one message if it is about the player; false if it is not. */
  take(type: number, r: Reader): boolean {
    switch (type) {
      case IDStatus:
        decodeStatus(r, this.status)
        return true
      case IDProgress:
        decodeProgress(r, this.progress)
        return true
      case IDOffer:
        decodeOffer(r, this.offer)
        return true
      case IDPhase:
        decodePhase(r, this.phase)
        return true
      case IDDied:
        decodeDied(r, this.died)
        this.deaths++
        return true
      case IDBoard:
        decodeBoard(r, this.board)
        return true
      case IDMap:
        decodeMap(r, this.map)
        this.map.heat = this.map.heat.slice()
        return true
      case IDKill:
        this.#kill(r)
        return true
      default:
        return false
    }
  }

  #kill(r: Reader): void {
    const told = { ...newKill(), id: ++this.#killCount }
    decodeKill(r, told)
    this.kills.push(told)
    if (this.kills.length > killsKept) this.kills.shift()
  }
}
