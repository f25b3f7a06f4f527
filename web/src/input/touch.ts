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
  label(labels: TouchLabels): void
  release(): void
}

const doubleTapMs = 300
const doubleTapMm = 9

/** CSS pixels in a millimetre of glass: phones and tablets have 150 to 163 of them in an inch. */
const pxPerMm = 6.2

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

export function listenToTouch(canvas: HTMLElement, used: () => void, signal: AbortSignal): Touch {
  const glass = layGlass(used, signal)
  canvas.after(glass.layer)
  signal.addEventListener('abort', () => glass.layer.remove())
  // Safari zooms by two fingers whatever the style says, and two thumbs are two fingers.
  document.addEventListener('gesturestart', (event) => event.preventDefault(), { signal })
  const press = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return
    event.preventDefault() // no mouse events made up from this touch
    used()
    if (pressGlass(glass, event, canvas.clientWidth / 2)) canvas.setPointerCapture(event.pointerId)
  }
  canvas.addEventListener('pointerdown', press, { signal })
  canvas.addEventListener('pointermove', (event) => slide(glass, event), { signal })
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    canvas.addEventListener(end, (event) => liftOff(glass, event.pointerId), { signal })
  }
  return {
    move: glass.move,
    aim: glass.aim,
    get fire() {
      return glass.fire
    },
    get beam() {
      return glass.beam.down
    },
    get boost() {
      return glass.boost.down || glass.tapBoost
    },
    label(labels) {
      glass.beam.node.textContent = labels.beam
      glass.boost.node.textContent = labels.boost
    },
    release() {
      glass.beam.release()
      glass.boost.release()
      liftOff(glass, glass.left.pointer)
      liftOff(glass, glass.right.pointer)
    },
  }
}

// All that the thumbs touch and what they say.
interface Glass {
  layer: HTMLElement
  left: Thumb
  right: Thumb
  beam: HoldButton
  boost: HoldButton
  tap: Tap // the last press on the left
  tapBoost: boolean
  move: Vector
  aim: Vector
  fire: boolean
}

function layGlass(used: () => void, signal: AbortSignal): Glass {
  const layer = document.createElement('div')
  layer.className = 'touch'
  return {
    layer,
    left: thumb(layer, 'stick stick-move'),
    right: thumb(layer, 'stick stick-aim'),
    beam: holdButton(layer, 'hold hold-beam', used, signal),
    boost: holdButton(layer, 'hold hold-boost', used, signal),
    tap: { at: -Infinity, x: 0, y: 0 },
    tapBoost: false,
    move: { x: 0, y: 0 },
    aim: { x: 0, y: 0 },
    fire: false,
  }
}

// Reports whether the press took a free stick.
function pressGlass(glass: Glass, event: PointerEvent, middle: number): boolean {
  const onLeft = event.clientX < middle
  const side = onLeft ? glass.left : glass.right
  if (side.pointer !== -1) return false
  land(side, event)
  if (onLeft) glass.tapBoost = isDoubleTap(glass.tap, event)
  return true
}

function slide(glass: Glass, event: PointerEvent): void {
  const side = holding(glass, event.pointerId)
  if (side === null) return
  steer(side, event)
  read(glass)
}

function liftOff(glass: Glass, pointer: number): void {
  const side = holding(glass, pointer)
  if (side === null) return
  lift(side)
  if (side === glass.left) glass.tapBoost = false
  read(glass)
}

function holding(glass: Glass, pointer: number): Thumb | null {
  if (pointer === -1) return null
  if (pointer === glass.left.pointer) return glass.left
  return pointer === glass.right.pointer ? glass.right : null
}

function read(glass: Glass): void {
  const { left, right, aim } = glass
  rescale(left.raw.x, left.raw.y, touchDeadZone, glass.move)
  const length = Math.hypot(right.raw.x, right.raw.y)
  glass.fire = length > fireThreshold
  if (length <= touchDeadZone || !direct(right.raw.x, right.raw.y, aim)) aim.x = aim.y = 0
  glass.layer.classList.toggle('firing', glass.fire)
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
  const near = Math.hypot(press.clientX - last.x, press.clientY - last.y) < doubleTapMm * pxPerMm
  const double = near && press.timeStamp - last.at < doubleTapMs
  last.at = double ? -Infinity : press.timeStamp
  last.x = press.clientX
  last.y = press.clientY
  return double
}

interface HoldButton {
  readonly node: HTMLElement
  readonly down: boolean
  release(): void
}

// Not a <button>: it is a trigger under a thumb, of no use to a keyboard, which has its own keys.
function holdButton(layer: HTMLElement, className: string, used: () => void, signal: AbortSignal): HoldButton {
  const pad = document.createElement('div')
  pad.className = className
  pad.setAttribute('aria-hidden', 'true')
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
    node: pad,
    get down() {
      return down
    },
    release: () => set(false),
  }
}
