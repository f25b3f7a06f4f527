// Gamepads with the standard mapping, read once a picture. But for once at the start, nothing is asked of the browser
// before a pad has announced itself, because the question alone allocates. Loaded behind the first picture.

import { openLayer, pressFocus, pushFocus } from './focus.ts'
import type { Push } from './focus.ts'
import type { ControlEvent } from './held.ts'
import { direct, padDeadZone, rescale } from './stick.ts'
import type { Vector } from './stick.ts'

export interface PadState {
  move: Vector // unit disc
  aim: Vector // direction, or 0,0 while the stick rests
  fire: boolean
  beam: boolean
  boost: boolean
  push: number // 0..1, how far the further of the two sticks is pushed, drift and all
}

/** Buttons of the standard mapping, by place: face 0..3 are south, east, west, north. */
export const button = {
  south: 0,
  east: 1,
  west: 2,
  north: 3,
  leftBumper: 4,
  rightBumper: 5,
  leftTrigger: 6,
  rightTrigger: 7,
  start: 9,
}
const dpad = { up: 12, down: 13, left: 14, right: 15 }
const buttonCount = 16

/** What a button means in flight. In menus the same buttons move and press. */
const flightEvents: readonly (readonly [number, ControlEvent])[] = [
  [button.south, 'confirm'],
  [button.west, 'choose0'],
  [button.north, 'choose1'],
  [button.east, 'choose2'],
  [dpad.left, 'choose0'],
  [dpad.up, 'choose1'],
  [dpad.right, 'choose2'],
  [button.start, 'menu'],
  [button.leftBumper, 'previous'],
  [button.rightBumper, 'next'],
]

export interface PadReading {
  readonly axes: readonly number[]
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[]
}

export function newPadState(): PadState {
  return { move: { x: 0, y: 0 }, aim: { x: 0, y: 0 }, fire: false, beam: false, boost: false, push: 0 }
}

/** Reads one pad into `out`. Missing axes and buttons count as untouched. */
export function readPad(pad: PadReading, out: PadState): void {
  const { axes } = pad
  rescale(axes[0] ?? 0, axes[1] ?? 0, padDeadZone, out.move)
  rescale(axes[2] ?? 0, axes[3] ?? 0, padDeadZone, out.aim)
  direct(out.aim.x, out.aim.y, out.aim)
  out.fire = isDown(pad, button.rightTrigger)
  out.beam = isDown(pad, button.rightBumper)
  out.boost = isDown(pad, button.leftTrigger)
  out.push = Math.max(Math.hypot(axes[0] ?? 0, axes[1] ?? 0), Math.hypot(axes[2] ?? 0, axes[3] ?? 0)) || 0
}

// Triggers are analog on most pads and only "pressed" near the end of their way on some.
function isDown(pad: PadReading, index: number): boolean {
  const one = pad.buttons[index]
  return one !== undefined && (one.pressed || one.value > 0.3)
}

/** The pressed buttons as bits, to tell a new press from a held one. */
export function pressBits(pad: PadReading): number {
  let bits = 0
  for (let index = 0; index < buttonCount; index++) if (isDown(pad, index)) bits |= 1 << index
  return bits
}

/** Calls `emit` for every button that means something in flight, is in `now` and was not in `before`. */
export function emitPresses(before: number, now: number, emit: (event: ControlEvent) => void): void {
  const fresh = now & ~before
  if (fresh === 0) return
  for (const [index, event] of flightEvents) if ((fresh & (1 << index)) !== 0) emit(event)
}

const menuPush = 0.6
const repeatFirstMs = 380
const repeatMs = 130

/** Turns a way that is held into steps: one at once, more after a while. */
export class Steps {
  #held: Push | null = null
  #nextAt = 0

  step(held: Push | null, nowMs: number): Push | null {
    if (held !== this.#held) {
      this.#held = held
      this.#nextAt = nowMs + repeatFirstMs
      return held
    }
    if (held === null || nowMs < this.#nextAt) return null
    this.#nextAt = nowMs + repeatMs
    return held
  }
}

/** Which way the d-pad or the left stick pushes through a menu. */
export function pushOf(bits: number, x: number, y: number): Push | null {
  for (const push of ['up', 'down', 'left', 'right'] as const) if ((bits & (1 << dpad[push])) !== 0) return push
  if (!(Math.hypot(x, y) > menuPush)) return null
  if (Math.abs(x) > Math.abs(y)) return x > 0 ? 'right' : 'left'
  return y > 0 ? 'down' : 'up'
}

export interface Pad {
  /** Reads the pad, or a resting one. Call once a picture. While a menu is open the ship's sticks rest. */
  poll(): Readonly<PadState>
  /** The pad in hand, to shake it; null when there is none. */
  readonly current: Gamepad | null
}

interface PadListener {
  emit(event: ControlEvent): void
  used(): void // a button
  stick(push: number): void
  gone(): void // the last pad was taken away
}

const layerMs = 120 // how old the answer may be whether a menu is open

export function listenToPads(listener: PadListener, signal: AbortSignal): Pad {
  const state = newPadState()
  const steps = new Steps()
  let current: Gamepad | null = null
  let announced = false
  let bits = 0
  let layer: HTMLElement | null = null
  let layerAt = -Infinity
  const meet = (): boolean => (announced = firstPad() !== null)
  meet() // one may have been pressed before this was here
  addEventListener('gamepadconnected', meet, { signal })
  addEventListener('gamepaddisconnected', () => meet() || listener.gone(), { signal })
  const look = (now: number, fresh: boolean): void => {
    if (!fresh && now - layerAt < layerMs) return
    layerAt = now
    layer = openLayer()
  }
  const read = (pad: Gamepad): void => {
    const now = performance.now()
    const before = bits
    bits = pressBits(pad)
    const fresh = bits & ~before
    if (fresh !== 0) listener.used()
    listener.stick(state.push)
    look(now, fresh !== 0)
    const step = steps.step(layer === null ? null : pushOf(bits, state.move.x, state.move.y), now)
    if (layer === null) return emitPresses(before, bits, listener.emit)
    if (step !== null) pushFocus(layer, step)
    const pressed = (fresh & (1 << button.south)) !== 0 && pressFocus(layer)
    pressInMenu(layer, pressed ? fresh & ~(1 << button.south) : fresh, listener.emit)
    layerAt = -Infinity // what was pressed may have closed it
    readPad(resting, state)
  }
  return {
    poll() {
      current = announced ? firstPad() : null
      readPad(current ?? resting, state)
      if (current === null) bits = 0
      else read(current)
      return state
    },
    get current() {
      return current
    },
  }
}

const resting: PadReading = { axes: [], buttons: [] }

const bumpers = (1 << button.leftBumper) | (1 << button.rightBumper)

// What the focus left over: the main button plays from the menu wherever the focus is, and B leaves a sheet.
function pressInMenu(layer: HTMLElement, fresh: number, emit: (event: ControlEvent) => void): void {
  const isSheet = layer.getAttribute('role') === 'dialog'
  const isDeath = layer.classList.contains('death')
  if ((fresh & (1 << button.south)) !== 0 && (!isSheet || isDeath)) emit('confirm')
  if (!isSheet || isDeath) emitPresses(0, fresh & bumpers, emit)
  const leaves = (fresh & (1 << button.east)) !== 0 && isSheet && !isDeath
  if (leaves || (fresh & (1 << button.start)) !== 0) emit('menu')
}

// One whose buttons are known to be where they should comes before all others.
function firstPad(): Gamepad | null {
  let found: Gamepad | null = null
  for (const pad of navigator.getGamepads()) {
    if (!pad?.connected) continue
    if (pad.mapping === 'standard') return pad
    found ??= pad
  }
  return found
}
