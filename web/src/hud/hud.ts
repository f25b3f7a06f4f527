// Everything around the canvas, put together. `main.ts` makes one; `play.ts` calls `update` at most ten
// times a second. The HUD reads plain values, writes what changed, and asks for things by `HudActions`.

import type { Device } from '../input/held.ts'
import { palettes } from '../settings/palette.ts'
import type { Settings, SettingsStore } from '../settings/settings.ts'
import { createClosed, createLineDown, createWarnings } from './banner.ts'
import { createBars } from './bars.ts'
import { createBoard } from './board.ts'
import { askLayout, createCaps } from './caps.ts'
import type { Caps } from './caps.ts'
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
import { createMenu, crowdOf } from './menu.ts'
import { createMinimap } from './minimap.ts'
import { createNetGraph } from './netgraph.ts'
import type { NetGraph } from './netgraph.ts'
import { createOptions } from './options.ts'
import type { Options } from './options.ts'
import { createShare } from './share.ts'
import { createSpeaker } from './speaker.ts'
import type { HudActions, HudState } from './state.ts'
import type { Tongue } from '../words/tongue.ts'
import { createWatch } from './watch.ts'
import { fill } from '../words/words.ts'
import type { Words } from '../words/words.ts'

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
  /** A spectator's picture goes over to somewhere far at once. */
  cut(): void
  /** Where to push net samples. */
  readonly graph: NetGraph
}

/** Fills `root` with the HUD, and anew whenever another language is spoken. */
export function createHud(root: HTMLElement, actions: HudActions, settings: SettingsStore, tongue: Tongue): Hud {
  const caps = createCaps(settings)
  const options = createOptions(settings, () => tongue.words, actions.quit)
  const house: House = { root, actions, settings, caps, options, graph: createNetGraph(), leave: new AbortController() }
  const hud = furnish(house, tongue.words, { device: 'keys', hints: [], feedId: -1 })
  options.watch((open) => cover(root, options.node, open))
  root.classList.add('hud')
  followSettings(root, settings)
  followSize(document.documentElement, settings)
  settings.watch(() => hud.device(hud.memory().device)) // key caps follow the bindings
  void askLayout().then(() => hud.device(hud.memory().device))
  tongue.watch((words) => {
    Object.assign(hud, furnish(house, words, hud.memory()))
    options.speak()
    if (options.open) cover(root, options.node, true)
  })
  return hud
}

// What stands however the HUD is furnished.
interface House {
  root: HTMLElement
  actions: HudActions
  settings: SettingsStore
  caps: Caps
  options: Options
  graph: NetGraph
  leave: AbortController // takes the listeners of the furniture off the page
}

// What outlives a change of language.
interface Memory {
  device: Device
  hints: HintKind[] // shown now
  feedId: number // of the newest row seen
}

interface Furnished extends Hud {
  memory(): Memory
}

function furnish(house: House, words: Words, before: Memory): Furnished {
  const { root, actions, settings, caps, options, graph } = house
  const speaker = createSpeaker(words)
  const share = (): HTMLElement => createShare(words, 'plain share', speaker.say)
  const around = (): void => actions.watch('on')
  const menu = createMenu(words, caps, settings, share(), {
    play: actions.play,
    openSettings: options.toggle,
    watch: around,
  })
  const again = (): void => actions.play(settings.now.name, settings.now.hue)
  const death = createDeath(words, share(), again, around)
  const cards = createCards(words, caps, actions.choose)
  const feed = createFeed(words, speaker.row, before.feedId)
  const hints = createHints(words, caps, before.device, before.hints)
  const board = createBoard(words)
  const watch = createWatch(words, caps, actions, board.node, () => (death.up ? death.again() : menu.play()))
  const parts = [
    watch,
    board,
    ...flightParts(words, settings),
    ...[cards, death, menu, options, createLineDown(words), createClosed(words, actions.reload), speaker],
  ]
  root.replaceChildren(feed.node, hints.node, graph.node, gearButton(words, options.toggle))
  root.append(el('p', 'rotate', words.rotate), ...parts.map((part) => part.node))
  house.leave.abort()
  house.leave = new AbortController()
  againByKey(death.again, menu.play, house.leave.signal)
  watch.listen(house.leave.signal)
  let { device } = before
  menu.device(device)
  watch.device(device)
  return {
    update: updater(parts, feed, graph),
    hint: hints.set,
    device(next) {
      device = next
      menu.device(next)
      hints.device(next)
      watch.device(next)
    },
    choose: cards.choose,
    confirm() {
      death.again()
      menu.play()
    },
    toggleMenu: options.toggle,
    toggleDebug: graph.toggle,
    cut: watch.cut,
    graph,
    memory: () => ({ device, hints: [...hints.shown], feedId: feed.newest }),
  }
}

// Behind an open sheet nothing takes focus or clicks; what is spoken stays.
function cover(root: HTMLElement, sheet: HTMLElement, open: boolean): void {
  for (const node of root.children) {
    if (node instanceof HTMLElement && node !== sheet && !node.hasAttribute('aria-live')) node.inert = open
  }
}

interface Part {
  node: HTMLElement
  update(state: HudState): void
}

function flightParts(words: Words, settings: SettingsStore): Part[] {
  return [
    createWarnings(words),
    createBars(words),
    createMinimap(words.map, settings),
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
  let counted = -1
  return {
    node,
    update(state) {
      setPing(state.pingMs < 0 ? '' : fill(words.ping, { ms: Math.round(state.pingMs) }))
      setQuality(words[`line.${state.quality}`])
      setLevel(state.quality)
      if (counted !== state.pilots * 65536 + state.bots) {
        counted = state.pilots * 65536 + state.bots
        crowd = crowdOf(words, state)
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
  gear.setAttribute('aria-keyshortcuts', 'Escape')
  gear.setAttribute('aria-label', words.settings)
  gear.addEventListener('click', open)
  return gear
}

// The palette becomes CSS variables; the own colour follows the choice.
function followSettings(root: HTMLElement, settings: SettingsStore): void {
  const { style, dataset } = document.documentElement
  const apply = (now: Readonly<Settings>): void => {
    const { hues, ...meanings } = palettes[now.palette]
    hues.forEach((css, hue) => {
      style.setProperty(`--hue${hue}`, css)
    })
    for (const [meaning, css] of Object.entries(meanings)) style.setProperty(`--${meaning}`, css)
    style.setProperty('--own', `var(--hue${now.hue})`)
    dataset['palette'] = now.palette
    root.toggleAttribute('data-calm', settings.calm())
  }
  settings.watch(apply)
  apply(settings.now)
}

// Space and Enter fly again or start wherever the focus is; on a focused control they are its own.
function againByKey(again: () => void, play: () => void, signal: AbortSignal): void {
  const press = (event: KeyboardEvent): void => {
    if (event.repeat || (event.code !== 'Space' && event.code !== 'Enter')) return
    if (event.target instanceof Element && event.target.closest('input,button,select,[role=dialog].options') !== null)
      return
    again()
    if (event.code === 'Enter') play()
  }
  addEventListener('keydown', press, { signal })
}
