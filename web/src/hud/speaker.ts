// What a screen reader says, politely and nothing else: kills, deaths, levels, choices, warnings, who is looked at, and a
// line that drops. It is the one live region of the page.

import { warning } from './banner.ts'
import { el } from './dom.ts'
import type { FeedRow, HudState } from './state.ts'
import type { AllWords } from '../words/later.ts'
import { fill, word } from '../words/words.ts'

export interface Speaker {
  node: HTMLElement
  update(state: HudState): void
  /** A new feed row; only the player's own are spoken. */
  row(row: FeedRow): void
  /** Any sentence, such as what came of a press. */
  say(text: string): void
}

export function createSpeaker(words: AllWords): Speaker {
  const node = el('p', 'unseen')
  node.setAttribute('aria-live', 'polite')
  // The same words twice are no change to a live region, so every second time they end in a space.
  const say = (text: string): void => {
    node.textContent = node.textContent === text ? `${text}\u00a0` : text
  }
  let before: Spoken | null = null
  let name = ''
  return {
    node,
    say,
    update(state) {
      name = state.name
      const now = spokenOf(state)
      const text = before === null ? '' : news(words, state, before, now)
      if (text !== '') say(text)
      before = now
    },
    row(row) {
      if (row.own) say(ownRow(words, row, name))
    },
  }
}

interface Spoken {
  level: number // 0 while not flying
  asked: number // the level whose choice is open
  phase: HudState['phase']
  warned: ReturnType<typeof warning>
  watched: string | null // the pilot in view, '' for none; null while nobody looks around
}

function spokenOf(state: HudState): Spoken {
  const { phase, level, choices } = state
  return {
    level: phase === 'flying' ? level : 0,
    asked: choices.length === 3 ? level : 0,
    phase,
    warned: warning(state),
    watched: state.watched.on ? state.watched.name : null,
  }
}

/** What is new between two moments, in words; '' when nothing is worth a word. */
export function news(words: AllWords, state: HudState, before: Spoken, now: Spoken): string {
  const said: string[] = []
  if (now.phase === 'reconnecting' && before.phase !== 'reconnecting') said.push(words['say.reconnecting'])
  if (now.phase === 'flying' && before.phase === 'reconnecting') said.push(words['say.back'])
  if (before.level !== 0 && now.level > before.level) said.push(fill(words['say.level'], { level: now.level }))
  if (now.asked !== 0 && now.asked !== before.asked) said.push(choices(words, state))
  if (now.watched !== null && now.watched !== before.watched) said.push(now.watched || words['watch.around'])
  if (now.warned !== null && now.warned !== before.warned) said.push(words[now.warned])
  return said.join(' ')
}

function choices(words: AllWords, state: HudState): string {
  const [one, two, three] = state.choices.map((choice) => word(words, `track.${choice.track}`, 'choose'))
  return fill(words['say.choose'], { one: one ?? '', two: two ?? '', three: three ?? '' })
}

/** The sentence for a feed row that the player is in: as the killer, the victim, or the storm's. */
export function ownRow(words: AllWords, row: FeedRow, name: string): string {
  if (row.victim !== name) return fill(words['say.kill'], { victim: row.victim })
  return row.by === '' ? words['say.lost'] : fill(words['say.death'], { by: row.by })
}
