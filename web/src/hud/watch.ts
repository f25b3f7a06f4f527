// Looking around without a ship: a strip that says who is in view, with a button for everything that keys, wheel and
// fingers do, and the surface that they drag.

import type { Device } from '../input/held.ts'
import { capOf } from './caps.ts'
import type { Caps } from './caps.ts'
import { attrSlot, el, fillSlot, shownSlot, textSlot, writeKeys } from './dom.ts'
import type { HudActions, HudState, WatchWish } from './state.ts'
import { fill, numbersOf } from '../words/words.ts'
import type { AllWords } from '../words/later.ts'

export interface WatchStrip {
  node: HTMLElement
  update(state: HudState): void
  device(device: Device): void
  /** The picture goes over to somewhere else at once: a moment of dark makes it a cut. */
  cut(): void
  /** Hears keys until the signal. */
  listen(signal: AbortSignal): void
}

const cutMs = 420

/** Who hears the keys: nobody here, this at the card of a death, or this alone. */
type Mode = 'away' | 'near' | 'on'

type Wishes = Pick<HudActions, 'watch' | 'watchRow' | 'drag' | 'zoom'>

/** `board` is the table, whose names can be clicked; `play` asks for a ship. */
export function createWatch(
  words: AllWords,
  caps: Caps,
  actions: Wishes,
  board: HTMLElement,
  play: () => void,
): WatchStrip {
  const wish = (what: WatchWish) => (): void => actions.watch(what)
  const surface = el('div', 'watch-surface')
  const who = createWho(words)
  const how = el('p', 'watch-how')
  const again = button('main', words.play, play)
  const free = button('plain', words['watch.free'], wish('free'))
  const setFree = attrSlot(free, 'aria-pressed')
  const strip = el(
    'section',
    'panel watch-strip',
    labelled(button('plain watch-turn', '‹', wish('previous')), words['watch.previous'], 'ArrowLeft'),
    who.node,
    labelled(button('plain watch-turn', '›', wish('next')), words['watch.next'], 'ArrowRight'),
    ...[free, button('plain', words['watch.fight'], wish('fight'))],
    ...[button('plain', words['watch.menu'], wish('off')), again],
  )
  strip.setAttribute('aria-label', words['watch.title'])
  const dark = el('div', 'watch-cut')
  const views = el('div', 'watch-views', surface, how, strip)
  const node = el('div', 'watch', dark, views)
  const visible = shownSlot(views)
  visible(false)
  const setOn = attrSlot(document.documentElement, 'data-watch')
  let phase: HudState['phase'] = 'connecting'
  let on = false
  listenToSurface(surface, actions)
  listenToBoard(board, () => on, actions)
  const mode = (): Mode => (phase === 'menu' && !on ? 'away' : on ? 'on' : phase === 'dead' ? 'near' : 'away')
  const cap = (name: string): string => (name.startsWith('Arrow') ? capOf(words, name) : caps(words, name))
  return {
    node,
    update(state) {
      phase = state.phase
      const was = on
      on = state.watched.on && (phase === 'menu' || phase === 'dead')
      visible(on)
      setOn(on)
      if (on && !was) again.focus({ preventScroll: true })
      if (!on && was) focusWayIn()
      if (!on) return
      setFree(String(state.watched.free))
      who.update(state)
    },
    device: (device) => writeKeys(how, words[`watch.how.${device}`], cap),
    listen: (signal) => listenToKeys(mode, actions, play, signal),
    cut() {
      dark.animate?.([{ opacity: 0.9 }, { opacity: 0 }], { duration: cutMs, easing: 'ease-out' })
    },
  }
}

function button(className: string, text: string, act: () => void): HTMLButtonElement {
  const node = el('button', className, text)
  node.type = 'button'
  node.addEventListener('click', act)
  return node
}

function labelled(node: HTMLElement, label: string, key: string): HTMLElement {
  node.setAttribute('aria-label', label)
  node.setAttribute('aria-keyshortcuts', key)
  return node
}

// Back in the menu or at the card, the keys are where they were.
function focusWayIn(): void {
  document.querySelector<HTMLElement>('.death:not([hidden]) .main, .menu:not([hidden]) .main')?.focus()
}

function createWho(words: AllWords): { node: HTMLElement; update(state: HudState): void } {
  const numbers = numbersOf(words)
  const name = el('bdi', 'name')
  const level = el('small', '')
  const told = el('small', 'told')
  const shield = el('i', 'shield')
  const hull = el('i', 'hull')
  const bars = el('span', 'watch-bars', shield, hull)
  const node = el('div', 'watch-who', el('p', '', name, level), bars, told)
  node.setAttribute('role', 'status')
  node.setAttribute('aria-live', 'off') // the score would never be silent: the speaker says who is in view
  const setName = textSlot(name)
  const setLevel = textSlot(level)
  const setTold = textSlot(told)
  const setHue = attrSlot(node, 'data-hue')
  const setShield = fillSlot(shield)
  const setHull = fillSlot(hull)
  const barsShown = shownSlot(bars)
  return {
    node,
    update({ watched: w }) {
      setName(w.name || words['watch.around'])
      barsShown(w.name !== '')
      setHue(w.hue)
      setLevel(w.name === '' ? '' : fill(words.levelShort, { level: w.level }))
      const score = w.score < 0 ? '' : fill(words['watch.rank'], { rank: w.rank, score: numbers.format(w.score) })
      setTold(w.name === '' ? '' : w.bounty ? `${words.bounty} · ${score}` : score || (w.bot ? words.bot : ''))
      setShield(w.shield)
      setHull(w.hull)
    },
  }
}

// One finger or the mouse drags, two fingers pinch, the wheel zooms.
function listenToSurface(surface: HTMLElement, actions: Wishes): void {
  const fingers = new Map<number, { x: number; y: number }>()
  const span = (): number => {
    const [a, b] = [...fingers.values()]
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
  }
  surface.addEventListener('pointerdown', (event) => {
    surface.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  })
  surface.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId)
    if (finger === undefined) return
    const before = span()
    const dx = event.clientX - finger.x
    const dy = event.clientY - finger.y
    finger.x = event.clientX
    finger.y = event.clientY
    if (dx !== 0 || dy !== 0) actions.drag(dx / fingers.size, dy / fingers.size)
    if (before > 0) actions.zoom(span() / before)
  })
  for (const end of ['pointerup', 'pointercancel'] as const) {
    surface.addEventListener(end, (event) => void fingers.delete(event.pointerId))
  }
  surface.addEventListener('wheel', (event) => actions.zoom(Math.exp(-event.deltaY * 0.0012)), { passive: true })
}

function listenToBoard(board: HTMLElement, on: () => boolean, actions: Wishes): void {
  board.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('li') : null
    if (on() && row?.parentElement) actions.watchRow([...row.parentElement.children].indexOf(row))
  })
}

// The arrows turn to other pilots before the flight keys hear them; with the card of a death they begin to.
function listenToKeys(how: () => Mode, actions: Wishes, play: () => void, signal: AbortSignal): void {
  const act = (event: KeyboardEvent, on: boolean): boolean => {
    if (event.code === 'ArrowLeft') actions.watch('previous')
    else if (event.code === 'ArrowRight') actions.watch('next')
    else if (!on) return false
    else if (event.code === 'Escape') actions.watch('off')
    else if (event.key === '+') actions.zoom(1.2)
    else if (event.key === '-') actions.zoom(1 / 1.2)
    else if (event.code === 'Space' && !(event.target instanceof HTMLButtonElement)) play()
    else return false
    return true
  }
  const press = (event: KeyboardEvent): void => {
    const mode = how()
    if (mode === 'away' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest('.options,input,select') !== null) return
    if (!act(event, mode === 'on')) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  addEventListener('keydown', press, { capture: true, signal })
}
