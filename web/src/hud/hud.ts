// Everything around the canvas, put together. `main.ts` makes one; `play.ts` calls `update` at most ten
// times a second. The HUD reads plain values, writes what changed, and asks for things by `HudActions`.
// What nobody needs at once is in second.ts and comes when it is asked for.

import type { Device } from '../input/held.ts'
import { palettes } from '../settings/palette.ts'
import type { Settings, SettingsStore } from '../settings/settings.ts'
import type { Tongue } from '../words/tongue.ts'
import { fill } from '../words/words.ts'
import type { Words } from '../words/words.ts'
import { createClosed, createLineDown, createWarnings } from './banner.ts'
import { createBars } from './bars.ts'
import { createBoard } from './board.ts'
import { askLayout, createCaps } from './caps.ts'
import type { Caps } from './caps.ts'
import type { ChoiceIndex } from './cards.ts'
import { attrSlot, el, shownSlot, textSlot } from './dom.ts'
import { createFeed } from './feed.ts'
import { followSize } from './fit.ts'
import { createHints } from './hints.ts'
import type { HintKind } from './hints.ts'
import { gearIcon, shareIcon } from './icons.ts'
import { createMenu, crowdOf } from './menu.ts'
import { createMinimap } from './minimap.ts'
import type { Samples } from './netgraph.ts'
import type * as SecondHalf from './second.ts'
import type { HudActions, HudState } from './state.ts'

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
  /** Fetches the second half, unless it is there. */
  complete(): Promise<void>
  /** Where to push net samples; those of the time before the second half are not kept. */
  readonly graph: Samples
}

/** Fetches second.ts with its style. May be called again after it has failed. */
export type FetchSecond = () => Promise<Half>

type Half = Pick<typeof SecondHalf, 'allWords' | 'openSecond'>

/** Fills `root` with the HUD, and anew whenever another language is spoken. */
export function createHud(
  root: HTMLElement,
  actions: HudActions,
  settings: SettingsStore,
  tongue: Tongue,
  fetchSecond: FetchSecond,
): Hud {
  const caps = createCaps(settings)
  let second: SecondHalf.Second | null = null
  let whole: Words | null = null // in which the second half is furnished
  let coming: Promise<void> | null = null
  const bring = async (): Promise<void> => {
    const half = await fetchSecond()
    const { words } = tongue
    const all = await half.allWords(words, tongue.code)
    if (words !== tongue.words) return bring() // another language came meanwhile
    second ??= makeSecond(half)
    hud.add(second.furnish(all, hud.first))
    whole = words
    if (second.options.open) cover(root, second.options.node, true)
  }
  const makeSecond = (half: Half): SecondHalf.Second => {
    const made = half.openSecond(settings, caps, actions)
    made.options.watch((open) => cover(root, made.options.node, open))
    return made
  }
  const complete = async (): Promise<void> => {
    if (whole === tongue.words) return
    coming ??= bring().finally(() => {
      coming = null
    })
    await coming.catch(() => undefined) // asked for again when it is needed
  }
  const openSettings = toggleFor(() => second?.options ?? null, complete)
  const house: House = { root, actions, settings, caps, complete, openSettings, leave: new AbortController() }
  const hud = furnish(house, tongue.words, { device: 'keys', hints: [], feedId: -1 })
  root.classList.add('hud')
  followSettings(root, settings)
  followSize(document.documentElement, settings)
  settings.watch(() => hud.device(hud.memory().device)) // key caps follow the bindings
  void askLayout().then(() => hud.device(hud.memory().device))
  tongue.watch((words) => {
    Object.assign(hud, furnish(house, words, hud.memory()))
    if (second !== null) void complete()
  })
  return Object.assign(hud, {
    complete,
    toggleMenu: openSettings,
    toggleDebug: toggleFor(() => second?.graph ?? null, complete),
    graph: samplesFor(() => second?.graph ?? null),
  })
}

// Toggles what may have to be fetched first. Who presses again while it is coming wishes the same.
function toggleFor(find: () => { toggle(): void } | null, bring: () => Promise<void>): () => void {
  let asked = false
  const toggleLater = async (): Promise<void> => {
    asked = true
    await bring()
    asked = false
    find()?.toggle()
  }
  return () => {
    const found = find()
    if (found !== null) found.toggle()
    else if (!asked) void toggleLater()
  }
}

function samplesFor(graph: () => Samples | null): Samples {
  return {
    push: (sample) => graph()?.push(sample),
    addBytes: (type, bytes) => graph()?.addBytes(type, bytes),
    note: (text) => graph()?.note(text),
    get open() {
      return graph()?.open ?? false
    },
  }
}

// What stands however the HUD is furnished.
interface House {
  root: HTMLElement
  actions: HudActions
  settings: SettingsStore
  caps: Caps
  complete(): Promise<void>
  openSettings(): void
  leave: AbortController // takes the listeners of the furniture off the page
}

// What outlives a change of language.
interface Memory {
  device: Device
  hints: HintKind[] // shown now
  feedId: number // of the newest row seen
}

interface Furnished extends Omit<Hud, 'complete' | 'toggleMenu' | 'toggleDebug' | 'graph'> {
  readonly first: SecondHalf.First
  /** The second half has come. */
  add(extra: SecondHalf.Extra): void
  memory(): Memory
}

function furnish(house: House, words: Words, before: Memory): Furnished {
  const { root, actions, settings, caps } = house
  let extra: SecondHalf.Extra | null = null
  let { device } = before
  house.leave.abort()
  house.leave = new AbortController()
  const { signal } = house.leave
  const share = (): HTMLElement => shareButton(words)
  const shared = share()
  const shareLater = async (): Promise<void> => {
    await house.complete()
    if (extra !== null) shared.click()
  }
  shared.addEventListener('click', () => extra === null && void shareLater())
  const around = (): void => actions.watch('on')
  const menu = createMenu(words, caps, settings, shared, { play: actions.play, openSettings: house.openSettings, watch: around })
  const feed = createFeed(words, (row) => extra?.row(row), before.feedId)
  const hints = createHints(words, caps, device, before.hints)
  const board = createBoard(words)
  const parts = [board, ...flightParts(words, settings), menu, createLineDown(words), createClosed(words, actions.reload)]
  const sheet = root.querySelector('.options') // open or not, it is furnished behind the rest
  root.replaceChildren(feed.node, hints.node, gearButton(words, house.openSettings))
  root.append(el('p', 'rotate', words.rotate), ...parts.map((part) => part.node), ...(sheet === null ? [] : [sheet]))
  const confirm = (): void => {
    extra?.again()
    menu.play()
  }
  againByKey(() => extra?.again(), menu.play, signal)
  menu.device(device)
  const setPhase = attrSlot(document.documentElement, 'data-phase')
  return {
    first: { menu: menu.node, share, shared, board: board.node, hints: hints.node, signal, play: menu.play },
    add(second) {
      extra = second
      extra.device(device)
    },
    update(state) {
      setPhase(state.phase)
      for (const part of parts) part.update(state)
      feed.update(state.feed, performance.now())
      if (extra !== null) extra.update(state)
      else if (wants(state)) void house.complete()
    },
    hint: hints.set,
    device(next) {
      device = next
      menu.device(next)
      hints.device(next)
      extra?.device(next)
    },
    choose: (index) => extra?.choose(index),
    confirm,
    cut: () => extra?.cut(),
    memory: () => ({ device, hints: [...hints.shown], feedId: feed.newest }),
  }
}

// Whether something is to be seen that the second half has.
function wants({ phase, choices, watched }: HudState): boolean {
  return phase === 'dead' || choices.length > 0 || watched.on
}

function shareButton(words: Words): HTMLElement {
  const button = el('button', 'plain share', shareIcon(), el('span', '', words.share))
  button.type = 'button'
  return button
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
  return [createWarnings(words), createBars(words), createMinimap(words.map, settings), createStatus(words, settings)]
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
