// Which key does what, as data: actions to `KeyboardEvent.code`, so that WASD stays in place on every
// keyboard layout. The settings sheet hands another table to the controls.

export type Action =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'fire'
  | 'beam'
  | 'boost'
  | 'autoFire'
  | 'choose0'
  | 'choose1'
  | 'choose2'
  | 'mute'
  | 'debug'
  | 'menu'

export type Bindings = Readonly<Record<Action, readonly string[]>>

export const defaultBindings: Bindings = {
  up: ['KeyW', 'ArrowUp'],
  down: ['KeyS', 'ArrowDown'],
  left: ['KeyA', 'ArrowLeft'],
  right: ['KeyD', 'ArrowRight'],
  fire: ['Space'],
  beam: ['KeyE'],
  boost: ['ShiftLeft', 'ShiftRight'],
  autoFire: ['KeyF'],
  choose0: ['Digit1', 'Numpad1'],
  choose1: ['Digit2', 'Numpad2'],
  choose2: ['Digit3', 'Numpad3'],
  mute: ['KeyM'],
  debug: ['F3', 'Backquote'],
  menu: ['Escape'],
}

/** Actions whose key is the same for all, since a player must find the way back to the settings. */
const fixed: ReadonlySet<Action> = new Set(['menu', 'debug'])

/** The actions a player may bind to other keys, in the order to list them. */
export const changeable: readonly Action[] = (Object.keys(defaultBindings) as Action[]).filter(
  (action) => !fixed.has(action),
)

/** The table with a player's changes. A key that is taken stays with the action that is listed first. */
export function bindingsOf(changes: Readonly<Record<string, readonly string[]>>): Bindings {
  const taken = new Set([...fixed].flatMap((action) => defaultBindings[action]))
  const free = (codes: readonly string[]): readonly string[] => codes.filter((code) => !taken.has(code))
  const bindings = { ...defaultBindings }
  const changed = changeable.filter((action) => changes[action] !== undefined)
  for (const action of [...changed, ...changeable.filter((one) => !changed.includes(one))]) {
    bindings[action] = free(changes[action] ?? defaultBindings[action])
    for (const code of bindings[action]) taken.add(code)
  }
  return bindings
}

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

/** Turns the table round, code to action. Throws on a code bound twice: one press, one meaning. */
export function actionsByCode(bindings: Bindings): ReadonlyMap<string, Action> {
  const byCode = new Map<string, Action>()
  for (const [action, codes] of Object.entries(bindings) as [Action, readonly string[]][]) {
    for (const code of codes) {
      const taken = byCode.get(code)
      if (taken !== undefined) throw new Error(`key ${code} is bound to ${taken} and to ${action}: free one of them`)
      byCode.set(code, action)
    }
  }
  return byCode
}
