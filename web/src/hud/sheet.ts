// What stands on the settings sheet: one row for each thing a player may choose, in three groups. A change counts at
// once and is kept by the settings store.

import { paletteNames } from '../settings/palette.ts'
import { motions, qualities } from '../settings/settings.ts'
import type { Settings, SettingsStore } from '../settings/settings.ts'
import { languages, pickLanguage } from '../words/languages.ts'
import { ownName } from '../words/later.ts'
import type { AllWords } from '../words/later.ts'
import { fill } from '../words/words.ts'
import { el } from './dom.ts'
import { keyRows } from './keyrows.ts'

export interface SheetNeeds {
  words: AllWords
  settings: SettingsStore
  back(): void
  quit(): void
}

export interface Sheet {
  focusLanguage(): void
}

/** Fills the sheet; a second call writes it anew in another language. */
export function fillSheet(node: HTMLElement, needs: SheetNeeds): Sheet {
  const { words, settings } = needs
  const title = el('h2', '', words.settings)
  title.id = 'settings-title'
  node.setAttribute('aria-labelledby', title.id)
  const note = el('p', 'note')
  note.setAttribute('role', 'status')
  const keys = keyRows(words, settings, (text) => {
    note.textContent = text
  })
  const groups = el(
    'div',
    'groups',
    el(
      'div',
      'column',
      group(words['settings.look'], lookRows(words, settings)),
      group(words['settings.sound'], soundRows(words, settings)),
    ),
    group(words['settings.keys'], keys, 'keys'),
  )
  const leave = button(words.quit, 'plain leave', () => {
    needs.back()
    needs.quit()
  })
  const foot = el('div', 'options-foot', note, leave, button(words.back, 'main', needs.back))
  node.replaceChildren(title, groups, foot)
  return { focusLanguage: () => node.querySelector('select')?.focus({ preventScroll: true }) }
}

function lookRows(words: AllWords, settings: SettingsStore): HTMLElement[] {
  return [
    row(words.language, languagePick(words, settings)),
    row(
      words.palette,
      pick(settings, 'palette', paletteNames, (one) => words[`palette.${one}`]),
    ),
    row(
      words.quality,
      pick(settings, 'quality', qualities, (one) => words[`quality.${one}`]),
    ),
    row(
      words.motion,
      pick(settings, 'motion', motions, (one) => words[`motion.${one}`]),
    ),
    row(words.shake, slider(words, settings, 'shake', 0, 1)),
    row(words.haptics, slider(words, settings, 'haptics', 0, 1)),
    row(words.hudScale, slider(words, settings, 'hudScale', 0.8, 1.6, 'change')),
    row(words.auto, box(settings, 'autoFire')),
  ]
}

function soundRows(words: AllWords, settings: SettingsStore): HTMLElement[] {
  return [
    row(words.volume, slider(words, settings, 'volume', 0, 1)),
    row(words.effects, slider(words, settings, 'effects', 0, 1)),
    row(words.interface, slider(words, settings, 'interface', 0, 1)),
    row(words.mute, box(settings, 'mute')),
  ]
}

function languagePick(words: AllWords, settings: SettingsStore): HTMLElement {
  const auto = fill(words['language.auto'], { name: ownName(pickLanguage('auto', navigator.languages)) })
  const select = pick(settings, 'language', ['auto', ...languages], (one) => (one === 'auto' ? auto : ownName(one)))
  for (const option of select.options) if (option.value !== 'auto') option.lang = option.value
  return select
}

function group(name: string, rows: HTMLElement[], className = ''): HTMLElement {
  return el('fieldset', className, el('legend', '', name), ...rows)
}

function row(label: string, control: HTMLElement): HTMLElement {
  return el('label', 'option', el('span', '', label), control)
}

function button(label: string, className: string, press: () => void): HTMLElement {
  const node = el('button', className, label)
  node.type = 'button'
  node.addEventListener('click', press)
  return node
}

type KeyOf<T> = { [K in keyof Settings]: Settings[K] extends T ? K : never }[keyof Settings]

// The scale listens to 'change', after the drag: on 'input' the slider would run from under the pointer.
function slider(
  words: AllWords,
  settings: SettingsStore,
  key: KeyOf<number>,
  low: number,
  high: number,
  when: 'input' | 'change' = 'input',
): HTMLElement {
  const percent = new Intl.NumberFormat(words.lang, { style: 'percent' })
  const input = el('input', '')
  input.type = 'range'
  input.min = String(low)
  input.max = String(high)
  input.step = '0.05'
  const figure = el('output', '')
  const write = (): void => {
    figure.value = percent.format(input.valueAsNumber)
    input.setAttribute('aria-valuetext', figure.value)
  }
  follow(settings, input, (now) => {
    input.value = String(now[key])
    write()
  })
  input.addEventListener('input', write)
  input.addEventListener(when, () => settings.set({ [key]: input.valueAsNumber }))
  return el('span', 'slide', input, figure)
}

function box(settings: SettingsStore, key: KeyOf<boolean>): HTMLElement {
  const input = el('input', '')
  input.type = 'checkbox'
  follow(settings, input, (now) => {
    input.checked = now[key] as boolean
  })
  input.addEventListener('change', () => settings.set({ [key]: input.checked }))
  return input
}

function pick<K extends KeyOf<string>>(
  settings: SettingsStore,
  key: K,
  all: readonly Settings[K][],
  label: (one: Settings[K]) => string,
): HTMLSelectElement {
  const select = el('select', '')
  for (const one of all) {
    const option = el('option', '', label(one))
    option.value = one
    select.append(option)
  }
  follow(settings, select, (now) => {
    select.value = now[key]
  })
  select.addEventListener('change', () => settings.set({ [key]: select.value }))
  return select
}

// A control shows what the settings say, also when a key changed them, until the sheet is written anew.
function follow(settings: SettingsStore, control: HTMLElement, show: (now: Readonly<Settings>) => void): void {
  show(settings.now)
  const leave = settings.watch((now) => (control.isConnected ? show(now) : leave()))
}
