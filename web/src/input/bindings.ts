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
export const fixed: ReadonlySet<Action> = new Set(['menu', 'debug'])

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
