// What happens when a player gives an action another key: fetched with the settings sheet. Pure.

import { actionsByCode, changeable, defaultBindings, fixed } from './bindings.ts'
import type { Action, Bindings } from './bindings.ts'

/** What a player changed when an action got a new first key. */
export interface Rebound {
  bindings: Bindings
  swapped: Action | null // the action that had the key, and has the old one now
}

// Keys that the browser or the system takes for itself, and those that every page needs.
const foreign = /^(Control|Meta|OS|Alt|Tab|ContextMenu|F\d)/

/** Gives an action another first key. Whoever had it takes the old one in turn; null for a key that is not free. */
export function rebind(bindings: Bindings, action: Action, code: string): Rebound | null {
  if (foreign.test(code)) return null
  const owner = actionsByCode(bindings).get(code)
  if (owner !== undefined && fixed.has(owner)) return null
  const [old, ...others] = bindings[action]
  if (owner === action) {
    const first = [code, ...bindings[action].filter((one) => one !== code)]
    return { bindings: { ...bindings, [action]: first }, swapped: null }
  }
  const next = { ...bindings, [action]: [code, ...others] }
  if (owner === undefined) return { bindings: next, swapped: null }
  next[owner] = bindings[owner].flatMap((one) => (one !== code ? [one] : old !== undefined ? [old] : []))
  return { bindings: next, swapped: owner }
}

/** What differs from the table at first, to be kept. */
export function changesOf(bindings: Bindings): Record<string, readonly string[]> {
  const differs = (action: Action): boolean => bindings[action].join() !== defaultBindings[action].join()
  return Object.fromEntries(changeable.filter(differs).map((action) => [action, bindings[action]]))
}
