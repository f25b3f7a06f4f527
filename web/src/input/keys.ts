// Keyboard and mouse: which actions are held, where the cursor is. Keys typed into a text field never
// reach the ship, and losing the window or the tab releases everything.

import type { Action } from './bindings.ts'

export interface Keys {
  held(action: Action): boolean
  readonly mouseFire: boolean
  readonly mouseBeam: boolean
  readonly cursorX: number // CSS pixels in the page; NaN before the first move
  readonly cursorY: number
  release(): void
}

interface KeyListener {
  pressed(action: Action): void // once per press, never on repeat
  used(): void // any key of ours or mouse button
  moved(px: number, atMs: number): void // the mouse
}

const toggles: ReadonlySet<Action> = new Set(['autoFire', 'choose0', 'choose1', 'choose2', 'mute', 'debug', 'menu'])

export function listenToKeys(
  canvas: HTMLElement,
  byCode: ReadonlyMap<string, Action>,
  listener: KeyListener,
  signal: AbortSignal,
): Keys {
  const down = new Map<string, Action>()
  const mouse = { fire: false, beam: false, x: NaN, y: NaN }
  const release = (): void => {
    down.clear()
    mouse.fire = false
    mouse.beam = false
  }

  const keyDown = (event: KeyboardEvent): void => {
    const action = byCode.get(event.code)
    if (action === undefined || belongsToPage(event, action)) return
    event.preventDefault()
    if (event.repeat) return
    listener.used()
    if (toggles.has(action)) listener.pressed(action)
    else down.set(event.code, action)
  }
  const keyUp = (event: KeyboardEvent): void => {
    // macOS sends no keyup for keys let go while Command is down.
    if (event.key === 'Meta') down.clear()
    down.delete(event.code)
  }
  addEventListener('keydown', keyDown, { signal })
  addEventListener('keyup', keyUp, { signal })
  listenToMouse(canvas, mouse, listener, signal)

  return {
    held(action) {
      for (const one of down.values()) if (one === action) return true
      return false
    },
    get mouseFire() {
      return mouse.fire
    },
    get mouseBeam() {
      return mouse.beam
    },
    get cursorX() {
      return mouse.x
    },
    get cursorY() {
      return mouse.y
    },
    release,
  }
}

interface Mouse {
  fire: boolean
  beam: boolean
  x: number
  y: number
}

// A press counts only where it began on the canvas; the release counts anywhere, so that a drag over
// the HUD does not leave the trigger stuck.
function listenToMouse(canvas: HTMLElement, mouse: Mouse, listener: KeyListener, signal: AbortSignal): void {
  const press = (event: MouseEvent): void => {
    if (event.button === 0) mouse.fire = true
    if (event.button === 2) mouse.beam = true
    mouse.x = event.clientX
    mouse.y = event.clientY
    listener.used()
  }
  const lift = (event: MouseEvent): void => {
    if (event.button === 0) mouse.fire = false
    if (event.button === 2) mouse.beam = false
  }
  // A tap on the HUD makes up mouse events, and a change of layout makes up moves of no length:
  // neither means that the player took the mouse.
  const move = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return
    mouse.x = event.clientX
    mouse.y = event.clientY
    const px = Math.hypot(event.movementX, event.movementY)
    if (px > 0) listener.moved(px, event.timeStamp)
  }
  canvas.addEventListener('mousedown', press, { signal })
  addEventListener('mouseup', lift, { signal })
  addEventListener('pointermove', move, { signal })
  canvas.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
}

/** True when the key is for a text field, a focused control or the browser, not for the ship. */
export function belongsToPage(
  event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'code' | 'target'>,
  action: Action,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target as { tagName?: string; type?: string } | null
  const tag = target?.tagName ?? ''
  if (action === 'menu') return false
  if (tag === 'INPUT' || tag === 'SELECT' || tag === 'TEXTAREA') return true
  return tag === 'BUTTON' && event.code === 'Space'
}
