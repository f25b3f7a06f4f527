// What a screen reader says during flight: kills, levels and choices, politely, and nothing else.

import { el, textSlot } from './dom.ts'
import type { FeedRow, HudState } from './state.ts'
import type { Words } from './words.ts'
import { fill, word } from './words.ts'

export interface Speaker {
  node: HTMLElement
  update(state: HudState): void
  /** A new feed row; only the player's own are spoken. */
  row(row: FeedRow): void
  /** Any sentence, such as what came of a press. */
  say(text: string): void
}

export function createSpeaker(words: Words): Speaker {
  const node = el('p', 'unseen')
  node.setAttribute('aria-live', 'polite')
  const say = textSlot(node)
  let name = ''
  let level = 0
  let asked = 0
  return {
    node,
    say,
    update(state) {
      name = state.name
      if (state.phase === 'flying' && level !== 0 && state.level > level)
        say(fill(words['say.level'], { level: state.level }))
      level = state.phase === 'flying' ? state.level : 0
      if (state.choices.length === 3 && asked !== state.level) say(choices(words, state))
      asked = state.choices.length === 3 ? state.level : 0
    },
    row(row) {
      if (row.own) say(ownRow(words, row, name))
    },
  }
}

function choices(words: Words, state: HudState): string {
  const [one, two, three] = state.choices.map((choice) => word(words, `track.${choice.track}`, 'choose'))
  return fill(words['say.choose'], { one: one ?? '', two: two ?? '', three: three ?? '' })
}

/** The sentence for a feed row that the player is in: as the killer, the victim, or the storm's. */
export function ownRow(words: Words, row: FeedRow, name: string): string {
  if (row.victim !== name) return fill(words['say.kill'], { victim: row.victim })
  return row.by === '' ? words['say.lost'] : fill(words['say.death'], { by: row.by })
}
