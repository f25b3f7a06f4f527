// Gamepads with the standard mapping, read once a picture. Nothing is asked of the browser before a
// pad has announced itself, because the question alone allocates.

import type { ControlEvent } from './held.ts'
import { direct, padDeadZone, rescale } from './stick.ts'
import type { Vector } from './stick.ts'

export interface PadState {
  move: Vector // unit disc
  aim: Vector // direction, or 0,0 while the stick rests
  fire: boolean
  beam: boolean
  boost: boolean
  active: boolean // something is pushed or pressed
}

/** Buttons of the standard mapping, by place: face 0..3 are south, east, west, north. */
const button = { south: 0, east: 1, west: 2, north: 3, rightBumper: 5, leftTrigger: 6, rightTrigger: 7, start: 9 }
const dpad = { up: 12, left: 14, right: 15 }

const pressEvents: readonly (readonly [number, ControlEvent])[] = [
  [button.south, 'confirm'],
  [button.west, 'choose0'],
  [button.north, 'choose1'],
  [button.east, 'choose2'],
  [dpad.left, 'choose0'],
  [dpad.up, 'choose1'],
  [dpad.right, 'choose2'],
  [button.start, 'menu'],
]

export interface PadReading {
  readonly axes: readonly number[]
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[]
}

export function newPadState(): PadState {
  return { move: { x: 0, y: 0 }, aim: { x: 0, y: 0 }, fire: false, beam: false, boost: false, active: false }
}

/** Reads one pad into `out`. Missing axes and buttons count as untouched. */
export function readPad(pad: PadReading, out: PadState): void {
  rescale(pad.axes[0] ?? 0, pad.axes[1] ?? 0, padDeadZone, out.move)
  rescale(pad.axes[2] ?? 0, pad.axes[3] ?? 0, padDeadZone, out.aim)
  const aiming = direct(out.aim.x, out.aim.y, out.aim)
  out.fire = isDown(pad, button.rightTrigger)
  out.beam = isDown(pad, button.rightBumper)
  out.boost = isDown(pad, button.leftTrigger)
  out.active = aiming || out.fire || out.beam || out.boost || out.move.x !== 0 || out.move.y !== 0
}

// Triggers are analog on most pads and only "pressed" near the end of their way on some.
function isDown(pad: PadReading, index: number): boolean {
  const one = pad.buttons[index]
  return one !== undefined && (one.pressed || one.value > 0.3)
}

/** The pressed buttons as bits, to tell a new press from a held one. */
export function pressBits(pad: PadReading): number {
  let bits = 0
  for (const [index] of pressEvents) if (isDown(pad, index)) bits |= 1 << index
  return bits
}

/** Calls `emit` for every button that is in `now` and was not in `before`. */
export function emitPresses(before: number, now: number, emit: (event: ControlEvent) => void): void {
  const fresh = now & ~before
  if (fresh === 0) return
  for (const [index, event] of pressEvents) if ((fresh & (1 << index)) !== 0) emit(event)
}

export interface Pad {
  /** Reads the first connected pad, or a resting one. Call once a picture. */
  poll(): Readonly<PadState>
}

export function listenToPads(emit: (event: ControlEvent) => void, signal: AbortSignal): Pad {
  const state = newPadState()
  const resting: PadReading = { axes: [], buttons: [] }
  let connected = 0
  let bits = 0
  addEventListener('gamepadconnected', () => connected++, { signal })
  addEventListener('gamepaddisconnected', () => connected--, { signal })
  return {
    poll() {
      const pad = connected > 0 ? firstPad() : null
      readPad(pad ?? resting, state)
      const now = pad === null ? 0 : pressBits(pad)
      if (now !== bits) {
        const before = bits
        bits = now
        emitPresses(before, now, emit)
        state.active ||= now !== 0
      }
      return state
    },
  }
}

function firstPad(): Gamepad | null {
  for (const pad of navigator.getGamepads()) if (pad?.connected) return pad
  return null
}
