// The way in: a name, a colour, one big button, over the live world. A real form, so that Enter works,
// screen readers know it, and the Tab order is the reading order.

import { palettes } from '../settings/palette.ts'
import { cleanName, maxName } from '../settings/settings.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { Device } from '../input/held.ts'
import type { Caps } from './caps.ts'
import { attrSlot, el, shownSlot, textSlot, writeKeys } from './dom.ts'
import { gearIcon, logo } from './icons.ts'
import type { HudState } from './state.ts'
import type { Words } from '../words/words.ts'
import { plural, word } from '../words/words.ts'

export interface Menu {
  node: HTMLElement
  update(state: HudState): void
  device(device: Device): void
  /** As if the Play button was pressed. Does nothing while the menu is away. */
  play(): void
}

/** Two presses within this while are one wish. */
const againMs = 500

export interface MenuActions {
  play(name: string, hue: number): void
  openSettings(): void
  /** Puts the menu away and looks around. */
  watch(): void
}

export function createMenu(
  words: Words,
  caps: Caps,
  settings: SettingsStore,
  share: HTMLElement,
  actions: MenuActions,
): Menu {
  const { form, name, button, label, crowd } = menuForm(words, settings, share, actions)
  const how = el('p', 'how')
  const node = el('section', 'menu', el('h1', '', logo()), form, how)

  // A press while the line is not up yet is kept and flies off as soon as it is.
  let wanted = false
  let pressedAt = -Infinity
  let phase: HudState['phase'] | '' = ''
  const play = (): void => {
    if (!shows(phase)) return
    const chosen = cleanName(name.value)
    settings.set({ name: chosen })
    wanted = phase === 'connecting'
    if (wanted || performance.now() - pressedAt < againMs) return
    pressedAt = performance.now()
    actions.play(chosen, settings.now.hue)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    play()
  })
  const setLabel = textSlot(label)
  const setCrowd = textSlot(crowd)
  const busy = attrSlot(button, 'aria-busy')
  const visible = shownSlot(node)
  let device: Device = 'touch'
  const enter = (next: HudState['phase']): void => {
    const was = shows(phase)
    phase = next
    visible(shows(next))
    // On touch a focused field would bring the on-screen keyboard up at once.
    if (shows(next) && !was && device !== 'touch') name.focus({ preventScroll: true })
    if (next === 'menu' && wanted) play()
  }
  return {
    node,
    update(state) {
      if (state.phase !== phase) enter(state.phase)
      const waiting = wanted && state.phase === 'connecting'
      setLabel(waiting ? words.connecting : state.queued ? words.queued : words.play)
      busy(waiting || state.queued ? 'true' : null)
      if (state.phase === 'menu') setCrowd(crowdOf(words, state))
    },
    device(next) {
      device = next
      writeKeys(how, words[`how.${next}`], (name) => caps(words, name))
    },
    play,
  }
}

/** How many fly, in words. */
export function crowdOf(words: Words, state: Pick<HudState, 'pilots' | 'bots'>): string {
  const { pilots, bots } = state
  return `${plural(words, 'pilots', pilots)} · ${plural(words, 'bots', bots)}`
}

function shows(phase: HudState['phase'] | ''): boolean {
  return phase === 'menu' || phase === 'connecting'
}

interface MenuForm {
  form: HTMLFormElement
  name: HTMLInputElement
  button: HTMLButtonElement
  label: HTMLElement // of the button
  crowd: HTMLElement // how many fly now
}

function menuForm(words: Words, settings: SettingsStore, share: HTMLElement, actions: MenuActions): MenuForm {
  const name = nameField(words, settings.now.name)
  const label = el('span', '')
  const button = el('button', 'main', label)
  button.type = 'submit'
  const gear = el('button', 'plain', gearIcon(), words.settings)
  gear.type = 'button'
  gear.addEventListener('click', actions.openSettings)
  const around = el('button', 'plain', words['watch.open'])
  around.type = 'button'
  around.addEventListener('click', actions.watch)
  const crowd = el('p', 'crowd')
  const foot = el('div', 'menu-foot', crowd, around, share, gear)
  const form = el('form', 'panel menu-form', name.label, colourField(words, settings), button, foot)
  return { form, name: name.input, button, label, crowd }
}

function nameField(words: Words, value: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = el('input', '')
  input.type = 'text'
  input.name = 'name'
  input.maxLength = maxName
  input.value = value
  input.placeholder = words.namePlaceholder
  input.setAttribute('autocomplete', 'nickname') // lib.dom does not know this value
  input.spellcheck = false
  input.enterKeyHint = 'go'
  return { label: el('label', 'field', el('span', '', words.name), input), input }
}

function colourField(words: Words, settings: SettingsStore): HTMLElement {
  const field = el('fieldset', 'colours', el('legend', '', words.colour))
  palettes.standard.hues.forEach((_, hue) => {
    const radio = el('input', '')
    radio.type = 'radio'
    radio.name = 'hue'
    radio.value = String(hue)
    radio.checked = hue === settings.now.hue
    radio.setAttribute('aria-label', word(words, `hue.${hue}`, 'colour'))
    radio.addEventListener('change', () => settings.set({ hue }))
    field.append(el('label', `swatch hue${hue}`, radio, el('i', '')))
  })
  return field
}
