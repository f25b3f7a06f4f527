// What a shot did, said where the player looks: four ticks around the crosshair, or around the target where there is
// none, by what they struck; and for a kill a short line under them. The browser animates them, so they cost a picture
// nothing.

import { el } from './dom.ts'

export type MarkKind = 'shield' | 'hull' | 'kill' | 'harmless'

export interface Marks {
  node: HTMLElement
  /** Shows a mark at CSS pixels of the page. */
  mark(kind: MarkKind, x: number, y: number): void
  /** Says a few words under that place, for a moment. */
  note(text: string, x: number, y: number): void
}

const most = 6 // marks at once; the oldest gives way
const markMs: Readonly<Record<MarkKind, number>> = { shield: 170, hull: 200, kill: 520, harmless: 160 }
const noteMs = 1500
const below = 44 // px

/** `calm` says whether motion must stay away: then marks only come and go. */
export function createMarks(calm: () => boolean): Marks {
  const node = el('div', 'marks')
  node.setAttribute('aria-hidden', 'true') // a screen reader hears of kills from the speaker
  const pool = Array.from({ length: most }, () => el('i', 'mark'))
  const line = el('p', 'mark-note')
  node.append(...pool, line)
  let next = 0
  return {
    node,
    mark(kind, x, y) {
      const one = pool[next++ % most]!
      one.dataset['kind'] = kind
      const translate = `${x}px ${y}px`
      const grown = calm() ? 1 : kind === 'kill' ? 1.9 : 1.4
      one.animate(
        [
          { opacity: 1, translate, scale: grown },
          { opacity: 1, translate, scale: 1, offset: 0.4 },
          { opacity: 0, translate, scale: 1 },
        ],
        { duration: markMs[kind], easing: 'ease-out' },
      )
    },
    note(text, x, y) {
      line.textContent = text
      const at = `translate(${x}px, ${y + below}px) translateX(-50%)`
      const from = calm() ? at : `${at} translateY(0.5rem)`
      line.animate(
        [
          { opacity: 0, transform: from },
          { opacity: 1, transform: at, offset: 0.08 },
          { opacity: 1, transform: at, offset: 0.7 },
          { opacity: 0, transform: at },
        ],
        { duration: noteMs },
      )
    },
  }
}
