// The three hints of a first flight, near the ship. Each fades in when asked for and leaves when done.

import type { Device } from '../input/held.ts'
import type { Caps } from './caps.ts'
import { el, writeKeys } from './dom.ts'
import type { Words } from '../words/words.ts'

export type HintKind = 'move' | 'shoot' | 'ore'

export interface Hints {
  node: HTMLElement
  /** Shows a hint, or marks it done, upon which it leaves. A hint that is done never comes back. */
  set(kind: HintKind, done: boolean): void
  device(device: Device): void
  /** What is shown now. */
  readonly shown: Iterable<HintKind>
}

const leaveMs = 900

export function createHints(words: Words, caps: Caps, first: Device, before: Iterable<HintKind> = []): Hints {
  const node = el('div', 'hints')
  const shown = new Map<HintKind, HTMLElement>()
  const done = new Set<HintKind>()
  let device = first
  const write = (kind: HintKind, line: HTMLElement): void =>
    writeKeys(line, kind === 'ore' ? words['hint.ore'] : words[`hint.${kind}.${device}`], (name) => caps(words, name))
  const show = (kind: HintKind): void => {
    const line = el('p', '')
    write(kind, line)
    shown.set(kind, line)
    node.append(line)
  }
  const leave = (kind: HintKind): void => {
    done.add(kind)
    const line = shown.get(kind)
    shown.delete(kind)
    line?.classList.add('done')
    setTimeout(() => line?.remove(), leaveMs)
  }
  for (const kind of before) show(kind)
  return {
    node,
    get shown() {
      return shown.keys()
    },
    set(kind, isDone) {
      if (done.has(kind)) return
      if (isDone) leave(kind)
      else if (!shown.has(kind)) show(kind)
    },
    device(next) {
      device = next
      for (const [kind, line] of shown) write(kind, line)
    },
  }
}
