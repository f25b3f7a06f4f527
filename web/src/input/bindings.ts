// Which key does what, as data: actions to `KeyboardEvent.code`, so that WASD stays in place on every
// keyboard layout. A settings page may hand another table to `createControls`.

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
