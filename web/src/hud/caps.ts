// What is written on a key, for hints and settings: as the player's keyboard prints it where the browser tells, the
// name of its place on a common keyboard otherwise.

import { bindingsOf } from '../input/bindings.ts'
import type { Action } from '../input/bindings.ts'
import type { SettingsStore } from '../settings/settings.ts'
import type { Words } from '../words/words.ts'
import { fill } from '../words/words.ts'

/** Gives the cap of an action's first key; a name that is no action stands for itself. */
export type Caps = (words: Words, name: string) => string

type Layout = ReadonlyMap<string, string>

// lib.dom does not know it yet, and not every browser has it.
interface LayoutSource {
  keyboard?: { getLayoutMap(): Promise<Layout> }
}

let layout: Layout = new Map()

/** Asks the browser once what is printed on the keys; without an answer the common keyboard is taken. */
export async function askLayout(): Promise<void> {
  try {
    layout = (await (navigator as LayoutSource).keyboard?.getLayoutMap()) ?? layout
  } catch {
    // A frame of another site may not ask: the common names stay.
  }
}

export function createCaps(settings: SettingsStore): Caps {
  return (words, name) => {
    const codes = bindingsOf(settings.now.keys)[name as Action]
    return codes === undefined ? name : codes.length === 0 ? '–' : capOf(words, codes[0]!)
  }
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** The name of one key, by its `KeyboardEvent.code`. */
export function capOf(words: Words, code: string, printed: Layout = layout): string {
  const symbol = symbols[code]
  if (symbol !== undefined) return symbol
  const numpad = /^Numpad(.+)$/.exec(code)?.[1]
  if (numpad !== undefined) return fill(words['key.Numpad'], { key: numpad })
  const onKey = printed.get(code)
  if (onKey !== undefined && onKey.trim() !== '') return onKey.toLocaleUpperCase(words.lang)
  const plain = code.replace(/^(Key|Digit)/, '').replace(/(Left|Right)$/, '')
  return (words as Readonly<Record<string, string>>)[`key.${plain}`] ?? plain
}
