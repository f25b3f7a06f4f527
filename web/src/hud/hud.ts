// Everything around the canvas, put together. `main.ts` makes one; `play.ts` calls `update` at most ten
// times a second. The HUD reads plain values, writes what changed, and asks for things by `HudActions`.

import type { Device } from '../input/held.ts'
import { shipColours } from '../settings/palette.ts'
import type { Settings, SettingsStore } from '../settings/settings.ts'
import { createClosed, createLineDown, createWarnings } from './banner.ts'
import { createBars } from './bars.ts'
import { createBoard } from './board.ts'
import { createCards } from './cards.ts'
import type { ChoiceIndex } from './cards.ts'
import { createDeath } from './death.ts'
import { attrSlot, el, shownSlot, textSlot } from './dom.ts'
import { createFeed } from './feed.ts'
import type { Feed } from './feed.ts'
import { followSize } from './fit.ts'
import { createHints } from './hints.ts'
import type { HintKind } from './hints.ts'
import { gearIcon } from './icons.ts'
import { createMenu } from './menu.ts'
import { createMinimap } from './minimap.ts'
import { createNetGraph } from './netgraph.ts'
import type { NetGraph } from './netgraph.ts'
import { createOptions } from './options.ts'
import { createShare } from './share.ts'
import { createSpeaker } from './speaker.ts'
import type { HudActions, HudState } from './state.ts'
import { english, fill } from './words.ts'
import type { Words } from './words.ts'

export interface Hud {
  /** Shows a state. Call it at most ten times a second; the record may be reused. */
  update(state: HudState): void
  /** Shows a first-flight hint, or lets it leave when `done`. */
  hint(kind: HintKind, done: boolean): void
  /** Prompts follow the device in use: call it once at the start and at every 'device' event. */
  device(device: Device): void
  /** Takes an open upgrade choice: keys 1 2 3 and the pad come here, taps find their own way. */
  choose(index: ChoiceIndex): void
  /** The pad's main button: Play, or Play again. */
  confirm(): void
  /** Opens or closes the settings sheet. */
  toggleMenu(): void
  /** Opens or closes the network graph. */
  toggleDebug(): void
  /** Where to push net samples. */
  readonly graph: NetGraph
}

/** Fills `root` with the HUD. `words` is the language, English unless told. */
export function createHud(
  root: HTMLElement,
  actions: HudActions,
  settings: SettingsStore,
  words: Words = english,
): Hud {
  const numbers = new Intl.NumberFormat()
  const speaker = createSpeaker(words)
  const options = createOptions(words, settings, actions.quit)
  const share = (className: string): HTMLElement => createShare(words, className, speaker.say)
  const menu = createMenu(words, settings, share('plain share'), {
    play: actions.play,
    openSettings: options.toggle,
  })
  const again = (): void => actions.play(settings.now.name, settings.now.hue)
  const death = createDeath(words, numbers, share('plain share'), again)
  const cards = createCards(words, actions.choose)
  const feed = createFeed(words, speaker.row)
  const hints = createHints(words, 'keys')
  const graph = createNetGraph()
  const parts = [
    ...flightParts(words, numbers, settings),
    ...[cards, death, menu, options, createLineDown(words), createClosed(words, actions.reload), speaker],
  ]
  root.classList.add('hud')
  root.append(feed.node, hints.node, graph.node, gearButton(words, options.toggle), el('p', 'rotate', words.rotate))
  root.append(...parts.map((part) => part.node))
  followSettings(root, settings)
  followSize(document.documentElement, settings)
  againByKey(death.again, menu.play)
  menu.device('keys')
  return {
    update: updater(parts, feed, graph),
    hint: hints.set,
    device(device) {
      menu.device(device)
      hints.device(device)
    },
    choose: cards.choose,
    confirm() {
      death.again()
      menu.play()
    },
    toggleMenu: options.toggle,
    toggleDebug: graph.toggle,
    graph,
  }
}

interface Part {
  node: HTMLElement
  update(state: HudState): void
}

function flightParts(words: Words, numbers: Intl.NumberFormat, settings: SettingsStore): Part[] {
  return [
    createWarnings(words),
    createBars(words),
    createBoard(words, numbers),
    createMinimap(words.map),
    createStatus(words, settings),
  ]
}

function updater(parts: readonly Part[], feed: Feed, graph: NetGraph): (state: HudState) => void {
  const setPhase = attrSlot(document.documentElement, 'data-phase')
  return (state) => {
    setPhase(state.phase)
    for (const part of parts) part.update(state)
    const now = performance.now()
    feed.update(state.feed, now)
    graph.draw(now)
  }
}

// Bottom right, under the map: the line in numbers and words, and what is switched.
function createStatus(words: Words, settings: SettingsStore): Part {
  const ping = el('b', '')
  const quality = el('span', '')
  const pilots = el('span', 'crowd')
  const auto = el('span', 'switch', words.autoFire)
  const muted = el('span', 'switch', words.muted)
  const line = el('p', 'line', ping, quality)
  const node = el('div', 'status', auto, muted, line, pilots)
  const setPing = textSlot(ping)
  const setQuality = textSlot(quality)
  const setPilots = textSlot(pilots)
  const setLevel = attrSlot(line, 'data-quality')
  const autoShown = shownSlot(auto)
  const mutedShown = shownSlot(muted)
  let crowd = ''
  let crowdOf = -1
  return {
    node,
    update(state) {
      setPing(state.pingMs < 0 ? '' : fill(words.ping, { ms: Math.round(state.pingMs) }))
      setQuality(words[`line.${state.quality}`])
      setLevel(state.quality)
      if (crowdOf !== state.pilots * 65536 + state.bots) {
        crowdOf = state.pilots * 65536 + state.bots
        crowd = fill(words.pilots, { pilots: state.pilots, bots: state.bots })
      }
      setPilots(crowd)
      autoShown(state.autoFire && state.phase === 'flying')
      mutedShown(settings.now.mute)
    },
  }
}

function gearButton(words: Words, open: () => void): HTMLElement {
  const gear = el('button', 'gear', gearIcon())
  gear.type = 'button'
  gear.setAttribute('aria-label', words.settings)
  gear.addEventListener('click', open)
  return gear
}

// The palette becomes CSS variables; the own colour follows the choice.
function followSettings(root: HTMLElement, settings: SettingsStore): void {
  const page = document.documentElement
  shipColours.forEach((colour, hue) => {
    page.style.setProperty(`--hue${hue}`, colour.css)
  })
  const apply = (now: Readonly<Settings>): void => {
    page.style.setProperty('--own', `var(--hue${now.hue})`)
    root.toggleAttribute('data-calm', settings.calm())
  }
  settings.watch(apply)
  apply(settings.now)
}

// Space and Enter fly again or start wherever the focus is; on a focused control they are its own.
function againByKey(again: () => void, play: () => void): void {
  addEventListener('keydown', (event) => {
    if (event.repeat || (event.code !== 'Space' && event.code !== 'Enter')) return
    if (event.target instanceof Element && event.target.closest('input,button,select') !== null) return
    again()
    if (event.code === 'Enter') play()
  })
}
