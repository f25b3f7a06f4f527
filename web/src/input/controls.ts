// One door for all devices: keyboard and mouse, thumbs, pads. `play.ts` samples it once a tick; the
// last device touched leads, and prompts follow it. Nothing here knows the world or the socket.

import { actionsByCode } from './bindings.ts'
import type { Action, Bindings } from './bindings.ts'
import { buzz } from './haptics.ts'
import type { ControlEvent, Device, Held } from './held.ts'
import { listenToKeys } from './keys.ts'
import type { Keys } from './keys.ts'
import { createLead } from './lead.ts'
import type { Pad, listenToPads } from './pad.ts'
import { direct, fromKeys } from './stick.ts'
import type { Vector } from './stick.ts'
import type { Touch, TouchLabels, listenToTouch } from './touch.ts'

export interface Controls {
  /**
   * What is held now. `shipX`, `shipY` are where the own ship is drawn, in CSS pixels of the page.
   * The record is reused: read it, do not keep it. Also polls the pad, so call it once a tick or picture.
   */
  sample(shipX: number, shipY: number): Readonly<Held>
  /** The device in use. */
  readonly device: Device
  /** Calls back on every single press and on a change of device. Returns the way out. */
  onEvent(listener: (event: ControlEvent) => void): () => void
  /** Turns auto-fire on or off; the F key does the same and emits 'autoFire'. */
  setAutoFire(on: boolean): void
  /** A blow for the hand: the pad rumbles, the phone buzzes, a mouse stays silent. `weight` 0..1. */
  buzz(weight: number): void
  /** Listens to pads and thumbs from now on: they come a little later than the rest. */
  complete(hands: Hands): void
  /** Takes another table of keys from now on. */
  rebind(bindings: Bindings): void
  /** Writes other words on the touch buttons. */
  label(labels: TouchLabels): void
  /** Lets go of everything, as if all fingers were lifted. */
  release(): void
  /** Takes all listeners and rings off the page. */
  close(): void
}

/** The hands that come later. */
export interface Hands {
  listenToPads: typeof listenToPads
  listenToTouch: typeof listenToTouch
}

/** Listens on the page and on `canvas`, which must already be in the document. */
export function createControls(canvas: HTMLElement, bindings: Bindings): Controls {
  const stop = new AbortController()
  const listeners = new Set<(event: ControlEvent) => void>()
  const emit = (event: ControlEvent): void => {
    for (const listener of listeners) listener(event)
  }
  const held = restingHeld(guessDevice())
  const way: Vector = { x: 0, y: 0 }
  const lead = createLead(held.device, (device) => {
    document.documentElement.dataset['device'] = device
    held.device = device
    emit('device')
  })
  const setAutoFire = (on: boolean): void => {
    held.autoFire = on
  }
  const pressed = (action: Action): void => {
    if (action === 'autoFire') setAutoFire(!held.autoFire)
    emit(action as ControlEvent)
  }
  const byCode = new Map(actionsByCode(bindings))
  const keys = listenToKeys(canvas, byCode, { pressed, used: () => lead.firm('keys'), moved: lead.mouse }, stop.signal)
  let labels: TouchLabels | null = null
  let touch: Touch | null = null
  let pads: Pad | null = null
  const release = (): void => {
    keys.release()
    touch?.release()
  }
  releaseWhenAway(release, stop.signal)

  return {
    sample(shipX, shipY) {
      const pad = pads?.poll()
      if (held.device === 'keys') takeKeys(keys, shipX, shipY, held, way)
      else takeSticks((held.device === 'touch' ? touch : pad) ?? atRest, held, way)
      held.fire ||= held.autoFire && !held.beam
      return held
    },
    get device() {
      return held.device
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setAutoFire,
    buzz: (weight) => buzz(held.device, pads?.current ?? null, weight),
    complete({ listenToPads, listenToTouch }) {
      const gone = (): void => void (lead.device === 'pad' && lead.firm(guessDevice()))
      pads = listenToPads({ emit, used: () => lead.firm('pad'), stick: lead.stick, gone }, stop.signal)
      touch = listenToTouch(canvas, () => lead.firm('touch'), stop.signal)
      if (labels !== null) touch.label(labels)
    },
    rebind(next) {
      keys.release()
      byCode.clear()
      for (const [code, action] of actionsByCode(next)) byCode.set(code, action)
    },
    label(next) {
      labels = next
      touch?.label(next)
    },
    release,
    close: () => stop.abort(),
  }
}

const atRest: Sticks = { move: { x: 0, y: 0 }, aim: { x: 0, y: 0 }, fire: false, beam: false, boost: false }

function restingHeld(device: Device): Held {
  return {
    moveX: 0,
    moveY: 0,
    aimX: 1,
    aimY: 0,
    aiming: false,
    fire: false,
    beam: false,
    boost: false,
    autoFire: false,
    device,
  }
}

/** The device that a player most likely begins with. */
export function guessDevice(): Device {
  return matchMedia('(pointer: coarse)').matches ? 'touch' : 'keys'
}

function releaseWhenAway(release: () => void, signal: AbortSignal): void {
  addEventListener('blur', release, { signal })
  document.addEventListener('visibilitychange', release, { signal })
}

// Without a mouse the ship points where it flies, so that a keyboard alone is enough.
function takeKeys(keys: Keys, shipX: number, shipY: number, held: Held, way: Vector): void {
  fromKeys(keys.held('up'), keys.held('down'), keys.held('left'), keys.held('right'), way)
  held.moveX = way.x
  held.moveY = way.y
  if (Number.isNaN(keys.cursorX)) aimAt(held.moveX, held.moveY, held, way)
  else aimAt(keys.cursorX - shipX, keys.cursorY - shipY, held, way)
  held.aiming = false
  held.fire = keys.mouseFire || keys.held('fire')
  held.beam = keys.mouseBeam || keys.held('beam')
  held.boost = keys.held('boost')
}

interface Sticks {
  readonly move: Readonly<Vector>
  readonly aim: Readonly<Vector>
  readonly fire: boolean
  readonly beam: boolean
  readonly boost: boolean
}

// While the aiming stick rests, the ship points where it flies; while both rest, it keeps its aim.
function takeSticks(sticks: Sticks, held: Held, way: Vector): void {
  held.moveX = sticks.move.x
  held.moveY = sticks.move.y
  held.aiming = aimAt(sticks.aim.x, sticks.aim.y, held, way)
  if (!held.aiming) aimAt(held.moveX, held.moveY, held, way)
  held.fire = sticks.fire
  held.beam = sticks.beam
  held.boost = sticks.boost
}

function aimAt(x: number, y: number, held: Held, way: Vector): boolean {
  if (!direct(x, y, way)) return false
  held.aimX = way.x
  held.aimY = way.y
  return true
}
