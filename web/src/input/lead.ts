// Who leads: the device used last. A firm use takes the lead at once; what may be noise, a stick that drifts or
// a table that shakes the mouse, must first add up to something that a hand does on purpose.

import type { Device } from './held.ts'

/** A resting pad's stick must be pushed this far, a fraction of its way, to take the lead from another device. */
export const takeOverPush = 0.4
/** The mouse must go this many pixels within `mouseWhileMs` to take it. */
export const takeOverPx = 12
const mouseWhileMs = 250

export interface Lead {
  readonly device: Device
  /** A key, a button, a finger: nothing of that happens by itself. */
  firm(device: Device): void
  /** The mouse has moved by so many pixels at that time (ms). */
  mouse(px: number, atMs: number): void
  /** The sticks of a pad are pushed, the further one to `push`, 0..1. */
  stick(push: number): void
}

/** Calls `changed` at the start and whenever another device takes the lead. */
export function createLead(first: Device, changed: (device: Device) => void): Lead {
  let device = first
  let movedPx = 0
  let movingSince = -Infinity
  const take = (next: Device): void => {
    if (next === device) return
    device = next
    movedPx = 0
    changed(next)
  }
  changed(first)
  return {
    get device() {
      return device
    },
    firm: take,
    mouse(px, atMs) {
      if (device === 'keys') return
      if (atMs - movingSince > mouseWhileMs) {
        movingSince = atMs
        movedPx = 0
      }
      movedPx += px
      if (movedPx >= takeOverPx) take('keys')
    },
    stick(push) {
      if (push >= takeOverPush) take('pad')
    },
  }
}
