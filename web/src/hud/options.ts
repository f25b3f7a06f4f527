// The settings sheet: over the menu, or over the fight, which goes on behind it. This opens and closes it; sheet.ts
// fills it at the first opening.

import type { SettingsStore } from '../settings/settings.ts'
import type { AllWords } from '../words/later.ts'
import { el, shownSlot } from './dom.ts'
import { fillSheet } from './sheet.ts'
import type { Sheet } from './sheet.ts'
import type { HudState } from './state.ts'

export interface Options {
  node: HTMLElement
  readonly open: boolean
  update(state: HudState): void
  toggle(): void
  /** Writes the sheet in another language, open or not. */
  speak(): void
  /** Calls back when it opens and closes. */
  watch(listener: (open: boolean) => void): void
}

export function createOptions(settings: SettingsStore, words: () => AllWords, quit: () => void): Options {
  const node = el('section', 'panel options')
  node.setAttribute('role', 'dialog')
  node.setAttribute('aria-modal', 'true')
  node.tabIndex = -1
  const visible = shownSlot(node)
  visible(false)
  let open = false
  let flying = false
  let sheet: Sheet | null = null
  let opener: Element | null = null
  let tell: (open: boolean) => void = () => undefined
  const close = (): void => set(false)
  const write = (): Sheet => fillSheet(node, { words: words(), settings, back: close, quit })
  const set = (next: boolean): void => {
    if (next === open) return
    open = next
    if (open) {
      opener = document.activeElement
      sheet ??= write()
    }
    visible(open)
    tell(open)
    if (open) node.focus({ preventScroll: true })
    else giveBack(opener, flying)
  }
  node.addEventListener('keydown', keepInside)
  return {
    node,
    get open() {
      return open
    },
    update(state) {
      flying = state.phase === 'flying'
      node.toggleAttribute('data-aboard', state.phase === 'flying' || state.phase === 'dead')
      if (state.phase === 'closed') set(false)
    },
    toggle: () => set(!open),
    speak() {
      if (sheet === null) return
      sheet = write()
      if (open) sheet.focusLanguage()
    },
    watch(listener) {
      tell = listener
    },
  }
}

// Tab goes round inside the sheet.
function keepInside(event: KeyboardEvent): void {
  if (event.key !== 'Tab') return
  const sheet = event.currentTarget as HTMLElement
  const stops = [...sheet.querySelectorAll<HTMLElement>('button,input,select')].filter(
    (stop) => stop.offsetParent !== null,
  )
  const edge = event.shiftKey ? stops[0] : stops.at(-1)
  if (document.activeElement !== edge && document.activeElement !== sheet) return
  if (document.activeElement === sheet && !event.shiftKey) return
  event.preventDefault()
  ;(event.shiftKey ? stops.at(-1) : stops[0])?.focus()
}

// In flight no button may keep the focus: Space would press it where it should fire.
function giveBack(opener: Element | null, flying: boolean): void {
  if (flying) (document.activeElement as HTMLElement | null)?.blur()
  else if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
}
