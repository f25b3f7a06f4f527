// The settings sheet: over the menu, or over the fight, which goes on behind it.

import { motions, qualities } from '../settings/settings.ts'
import type { Settings, SettingsStore } from '../settings/settings.ts'
import { el, shownSlot } from './dom.ts'
import type { HudState } from './state.ts'
import type { Words } from './words.ts'

export interface Options {
  node: HTMLElement
  update(state: HudState): void
  toggle(): void
}

export function createOptions(words: Words, settings: SettingsStore, quit: () => void): Options {
  const back = textButton(words.back, 'main')
  const leave = textButton(words.quit, 'plain')
  const rows = optionRows(words, settings)
  const node = el('section', 'panel options', el('h2', '', words.settings), ...rows.nodes, back, leave)
  node.setAttribute('role', 'dialog')
  node.setAttribute('aria-label', words.settings)
  const visible = shownSlot(node)
  const leaveVisible = shownSlot(leave)
  let open = false
  let flying = false
  let opener: Element | null = null
  const set = (next: boolean): void => {
    if (next === open) return
    open = next
    if (open) {
      opener = document.activeElement
      rows.refresh(settings.now)
    }
    visible(open)
    if (open) back.focus({ preventScroll: true })
    else giveBack(opener, flying)
  }
  visible(false)
  settings.watch((now) => open && rows.refresh(now))
  back.addEventListener('click', () => set(false))
  leave.addEventListener('click', () => {
    set(false)
    quit()
  })
  return {
    node,
    update(state) {
      flying = state.phase === 'flying'
      leaveVisible(state.phase === 'flying' || state.phase === 'dead')
      if (state.phase === 'closed') set(false)
    },
    toggle: () => set(!open),
  }
}

// In flight no button may keep the focus: Space would press it where it should fire.
function giveBack(opener: Element | null, flying: boolean): void {
  if (flying) (document.activeElement as HTMLElement | null)?.blur()
  else if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
}

function textButton(label: string, className: string): HTMLButtonElement {
  const button = el('button', className, label)
  button.type = 'button'
  return button
}

interface OptionRows {
  nodes: HTMLElement[]
  refresh(now: Readonly<Settings>): void
}

function optionRows(words: Words, settings: SettingsStore): OptionRows {
  const volume = slider(0, 1, 0.05, (value) => settings.set({ volume: value }))
  const shake = slider(0, 1, 0.1, (value) => settings.set({ shake: value }))
  const scale = slider(0.8, 1.6, 0.1, (value) => settings.set({ hudScale: value }), 'change')
  const mute = el('input', '')
  mute.type = 'checkbox'
  mute.addEventListener('change', () => settings.set({ mute: mute.checked }))
  const motion = pick(
    motions,
    (one) => words[`motion.${one}`],
    (value) => settings.set({ motion: value }),
  )
  const quality = pick(
    qualities,
    (one) => words[`quality.${one}`],
    (value) => settings.set({ quality: value }),
  )
  return {
    nodes: [
      row(words.volume, volume),
      row(words.mute, mute),
      row(words.shake, shake),
      row(words.motion, motion),
      row(words.quality, quality),
      row(words.hudScale, scale),
    ],
    refresh(now) {
      volume.value = String(now.volume)
      shake.value = String(now.shake)
      scale.value = String(now.hudScale)
      mute.checked = now.mute
      motion.value = now.motion
      quality.value = now.quality
    },
  }
}

function row(label: string, control: HTMLElement): HTMLElement {
  return el('label', 'option', el('span', '', label), control)
}

// The scale listens to 'change', after the drag: on 'input' the slider would run from under the pointer.
function slider(
  low: number,
  high: number,
  step: number,
  changed: (value: number) => void,
  when: 'input' | 'change' = 'input',
): HTMLInputElement {
  const input = el('input', '')
  input.type = 'range'
  input.min = String(low)
  input.max = String(high)
  input.step = String(step)
  input.addEventListener(when, () => changed(input.valueAsNumber))
  return input
}

function pick<T extends string>(
  all: readonly T[],
  label: (one: T) => string,
  changed: (value: T) => void,
): HTMLSelectElement {
  const select = el('select', '')
  for (const one of all) {
    const option = el('option', '', label(one))
    option.value = one
    select.append(option)
  }
  select.addEventListener('change', () => changed(select.value as T))
  return select
}
