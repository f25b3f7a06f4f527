// The rows of the settings sheet that bind keys: press the button of an action, then the key it shall have.

import { bindingsOf, changeable } from '../input/bindings.ts'
import type { Action } from '../input/bindings.ts'
import { changesOf, rebind } from '../input/rebind.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { AllWords } from '../words/later.ts'
import { fill, word } from '../words/words.ts'
import { capOf } from './caps.ts'
import { el } from './dom.ts'

/** The rows and the button that takes all changes back. `say` tells the player what came of a press. */
export function keyRows(words: AllWords, settings: SettingsStore, say: (text: string) => void): HTMLElement[] {
  const rows = changeable.map((action) => keyRow(words, settings, action, say))
  const reset = el('button', 'plain', words['keys.reset'])
  reset.type = 'button'
  reset.addEventListener('click', () => {
    settings.set({ keys: {} })
    say(words['keys.wasReset'])
  })
  return [...rows, reset]
}

function keyRow(words: AllWords, settings: SettingsStore, action: Action, say: (text: string) => void): HTMLElement {
  const name = nameOf(words, action)
  const button = el('button', 'bind')
  button.type = 'button'
  const show = (): void => {
    const caps = [...new Set(bindingsOf(settings.now.keys)[action].map((code) => capOf(words, code)))]
    button.replaceChildren(...caps.flatMap((cap) => [el('kbd', '', cap), ' ']))
    button.setAttribute('aria-label', fill(words['keys.change'], { action: name, key: caps.join(' ') }))
  }
  const leave = settings.watch(() => (button.isConnected ? show() : leave()))
  show()
  button.addEventListener('click', () => {
    button.replaceChildren(words['keys.press'])
    say(`${name}: ${words['keys.press']}`)
    button.classList.add('asking')
    awaitKey(button, (code) => {
      button.classList.remove('asking')
      say(code === null ? '' : take(words, settings, action, code))
      show()
    })
  })
  return el('div', 'option', el('span', '', name), button)
}

function nameOf(words: AllWords, action: Action): string {
  return word(words, `action.${action}`, 'settings.keys')
}

// Binds the key and says in a sentence what became of it.
function take(words: AllWords, settings: SettingsStore, action: Action, code: string): string {
  const key = capOf(words, code)
  const before = bindingsOf(settings.now.keys)
  const made = rebind(before, action, code)
  if (made === null) return fill(words['keys.refused'], { key })
  settings.set({ keys: changesOf(made.bindings) })
  const told = { action: nameOf(words, action), key }
  if (made.swapped === null) return fill(words['keys.set'], told)
  const old = before[action][0]
  const other = nameOf(words, made.swapped)
  return fill(words['keys.swapped'], { ...told, other, old: old === undefined ? '–' : capOf(words, old) })
}

// Hands over the next key, which nobody else hears of; null for Escape, or when the button loses the focus.
function awaitKey(button: HTMLElement, done: (code: string | null) => void): void {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true }
  const end = (code: string | null): void => {
    stop.abort()
    done(code)
  }
  const press = (event: KeyboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    end(event.code === 'Escape' ? null : event.code)
    // Some browsers press a focused button when Space is let go.
    addEventListener('keyup', (up) => up.preventDefault(), { once: true, capture: true })
  }
  addEventListener('keydown', press, options)
  button.addEventListener('blur', () => end(null), options)
  button.focus({ preventScroll: true }) // Safari gives a clicked button no focus
}
