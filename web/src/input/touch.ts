// Thumbs on glass: two floating sticks and two buttons. The left half of the canvas moves, the right
// half aims and, past a threshold, fires; a double tap on the left boosts while the second tap lasts.
// A stick's rings appear where the thumb lands and follow it when it slips out.

import { clampToDisc, direct, fireThreshold, follow, rescale, touchDeadZone } from './stick.ts'
import type { Vector } from './stick.ts'

export interface Touch {
  readonly move: Readonly<Vector> // unit disc
  readonly aim: Readonly<Vector> // direction, or 0,0 while no thumb aims
  readonly fire: boolean
  readonly beam: boolean
  readonly boost: boolean
  release(): void
}

const doubleTapMs = 300
const doubleTapPx = 60

interface Thumb {
  pointer: number // -1 while lifted
  centre: Vector // pixels
  raw: Vector // unit disc, before the dead zone
  ring: HTMLElement
  nub: HTMLElement
}

interface Tap {
  at: number // ms of the event clock
  x: number
  y: number
}

/** What is written on the two buttons. */
export interface TouchLabels {
  beam: string
  boost: string
}

export function listenToTouch(canvas: HTMLElement, labels: TouchLabels, used: () => void, signal: AbortSignal): Touch {
  const layer = document.createElement('div')
  layer.className = 'touch'
  const left = thumb(layer, 'stick stick-move')
  const right = thumb(layer, 'stick stick-aim')
  const beam = holdButton(layer, 'hold hold-beam', labels.beam, used, signal)
  const boost = holdButton(layer, 'hold hold-boost', labels.boost, used, signal)
  canvas.after(layer)
  signal.addEventListener('abort', () => layer.remove())

  const move: Vector = { x: 0, y: 0 }
  const aim: Vector = { x: 0, y: 0 }
  const tap: Tap = { at: -Infinity, x: 0, y: 0 }
  const state = { tapBoost: false, fire: false }

  const read = (): void => {
    rescale(left.raw.x, left.raw.y, touchDeadZone, move)
    const length = Math.hypot(right.raw.x, right.raw.y)
    state.fire = length > fireThreshold
    if (length <= touchDeadZone || !direct(right.raw.x, right.raw.y, aim)) aim.x = aim.y = 0
    layer.classList.toggle('firing', state.fire)
  }
  const press = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return
    event.preventDefault() // no mouse events made up from this touch
    used()
    const onLeft = event.clientX < canvas.clientWidth / 2
    const side = onLeft ? left : right
    if (side.pointer !== -1) return
    canvas.setPointerCapture(event.pointerId)
    land(side, event)
    if (onLeft) state.tapBoost = isDoubleTap(tap, event)
    read()
  }
  const slide = (event: PointerEvent): void => {
    const side = holding(event.pointerId)
    if (side === null) return
    steer(side, event)
    read()
  }
  const liftOff = (event: PointerEvent): void => {
    const side = holding(event.pointerId)
    if (side === null) return
    lift(side)
    if (side === left) state.tapBoost = false
    read()
  }
  const holding = (pointer: number): Thumb | null =>
    pointer === left.pointer ? left : pointer === right.pointer ? right : null

  canvas.addEventListener('pointerdown', press, { signal })
  canvas.addEventListener('pointermove', slide, { signal })
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    canvas.addEventListener(end, liftOff, { signal })
  }
  return {
    move,
    aim,
    get fire() {
      return state.fire
    },
    get beam() {
      return beam.down
    },
    get boost() {
      return boost.down || state.tapBoost
    },
    release() {
      lift(left)
      lift(right)
      beam.release()
      boost.release()
      state.tapBoost = false
      read()
    },
  }
}

function thumb(layer: HTMLElement, className: string): Thumb {
  const ring = document.createElement('div')
  ring.className = className
  const nub = document.createElement('div')
  nub.className = 'nub'
  ring.append(nub)
  layer.append(ring)
  return { pointer: -1, centre: { x: 0, y: 0 }, raw: { x: 0, y: 0 }, ring, nub }
}

function land(side: Thumb, event: PointerEvent): void {
  side.pointer = event.pointerId
  side.centre.x = event.clientX
  side.centre.y = event.clientY
  side.ring.classList.add('held')
  place(side, side.ring.clientWidth / 2)
}

function steer(side: Thumb, event: PointerEvent): void {
  const radius = side.ring.clientWidth / 2 || 1
  follow(side.centre, event.clientX, event.clientY, radius * 1.3)
  clampToDisc((event.clientX - side.centre.x) / radius, (event.clientY - side.centre.y) / radius, side.raw)
  place(side, radius)
}

function lift(side: Thumb): void {
  side.pointer = -1
  side.raw.x = side.raw.y = 0
  side.ring.classList.remove('held')
  side.ring.style.transform = ''
  side.nub.style.transform = ''
}

// The ring's resting place is CSS; while held it is moved by its distance from the layer's corner.
function place(side: Thumb, radius: number): void {
  side.ring.style.transform = `translate(${side.centre.x - radius}px, ${side.centre.y - radius}px)`
  side.nub.style.transform = `translate(${side.raw.x * radius}px, ${side.raw.y * radius}px)`
}

/** Whether this press follows another near in time and place; remembers it for the next one. */
export function isDoubleTap(last: Tap, press: Pick<PointerEvent, 'timeStamp' | 'clientX' | 'clientY'>): boolean {
  const near = Math.hypot(press.clientX - last.x, press.clientY - last.y) < doubleTapPx
  const double = near && press.timeStamp - last.at < doubleTapMs
  last.at = double ? -Infinity : press.timeStamp
  last.x = press.clientX
  last.y = press.clientY
  return double
}

interface HoldButton {
  readonly down: boolean
  release(): void
}

// Not a <button>: it is a trigger under a thumb, of no use to a keyboard, which has its own keys.
function holdButton(
  layer: HTMLElement,
  className: string,
  label: string,
  used: () => void,
  signal: AbortSignal,
): HoldButton {
  const pad = document.createElement('div')
  pad.className = className
  pad.setAttribute('aria-hidden', 'true')
  pad.textContent = label
  layer.append(pad)
  let down = false
  const set = (value: boolean): void => {
    down = value
    pad.classList.toggle('held', value)
  }
  const press = (event: PointerEvent): void => {
    event.preventDefault()
    pad.setPointerCapture(event.pointerId)
    used()
    set(true)
  }
  pad.addEventListener('pointerdown', press, { signal })
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    pad.addEventListener(end, () => set(false), { signal })
  }
  return {
    get down() {
      return down
    },
    release: () => set(false),
  }
}
