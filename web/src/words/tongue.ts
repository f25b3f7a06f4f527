// The language the page speaks now: the player's choice in the settings, the browser's wish until there is one.

import type { SettingsStore } from '../settings/settings.ts'
import { loadWords, pickLanguage } from './languages.ts'
import { english } from './words.ts'
import type { Words } from './words.ts'

export interface Tongue {
  /** The words now. Read them each time; a change of language replaces the record. */
  readonly words: Words
  /** Their code, for later.ts. */
  readonly code: string
  /** Calls back when another language is there to be spoken. */
  watch(listener: (words: Words) => void): void
}

/** Opens the first language and follows the settings from then on. `forced` is a code that overrules them. */
export async function openTongue(settings: SettingsStore, forced: string | null): Promise<Tongue> {
  const listeners: ((words: Words) => void)[] = []
  const wish = (): string => forced ?? pickLanguage(settings.now.language, navigator.languages)
  let words: Words = english
  let code = 'en'
  let asked = ''
  const follow = async (): Promise<void> => {
    const wanted = wish()
    if (wanted === asked) return
    asked = wanted
    const loaded = await loadWords(wanted)
    if (wanted !== asked || loaded === words) return // another choice came meanwhile
    words = loaded
    code = wanted
    for (const listener of listeners) listener(words)
  }
  settings.watch(() => void follow())
  await follow()
  return {
    get words() {
      return words
    },
    get code() {
      return code
    },
    watch: (listener) => void listeners.push(listener),
  }
}
