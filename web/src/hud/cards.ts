// The three upgrades of a level, beside the ship while the fight goes on. Only the cards themselves
// take the pointer, and only after a moment, so that a burst of fire does not choose by accident.

import type { Caps } from './caps.ts'
import { el, shownSlot, textSlot } from './dom.ts'
import type { HudState, UpgradeChoice } from './state.ts'
import type { AllWords } from '../words/later.ts'
import { fill, plural, word } from '../words/words.ts'
import { trackIcon } from './tracks.ts'

export type ChoiceIndex = 0 | 1 | 2

export interface Cards {
  node: HTMLElement
  update(state: HudState): void
  /** Takes a choice if one is open. */
  choose(index: ChoiceIndex): void
}

/** Taps and clicks in this first while of a new choice are taken for fire. */
const settleMs = 450

export function createCards(words: AllWords, caps: Caps, choose: (index: ChoiceIndex) => void): Cards {
  const more = el('span', 'more')
  const setMore = textSlot(more)
  const row = el('div', 'cards-row')
  const node = el('div', 'cards', el('p', 'cards-title', words.choose, ' ', more), row)
  const visible = shownSlot(node)
  visible(false)
  let shown = ''
  let since = 0
  const take = (index: ChoiceIndex): void => {
    if (shown === '') return
    shown = ''
    row.children[index]?.classList.add('taken')
    row.classList.add('gone')
    choose(index)
  }
  const tap = (index: ChoiceIndex): void => {
    if (performance.now() - since > settleMs) take(index)
  }
  let lastKey = ''
  return {
    node,
    update(state) {
      const key = state.phase === 'flying' ? choiceKey(state.choices, state.choicesWaiting, state.level) : ''
      if (key === lastKey) return
      lastKey = key
      shown = key
      since = performance.now()
      visible(key !== '')
      row.classList.remove('gone')
      setMore(state.choicesWaiting > 0 ? plural(words, 'more', state.choicesWaiting) : '')
      row.replaceChildren(
        ...state.choices.map((choice, i) => card(words, caps(words, `choose${i}`), choice, i as ChoiceIndex, tap)),
      )
    },
    choose: take,
  }
}

/** A text that differs whenever another choice is open; empty when none is. */
export function choiceKey(choices: readonly UpgradeChoice[], waiting: number, level: number): string {
  if (choices.length !== 3) return ''
  return `${level}/${waiting}/${choices.map((choice) => choice.track + choice.level).join()}`
}

// Out of the Tab order while flying: the keys 1 2 3 are the keyboard's way, and focus on a card would
// let Space choose where it should fire.
function card(
  words: AllWords,
  key: string,
  choice: UpgradeChoice,
  index: ChoiceIndex,
  tap: (index: ChoiceIndex) => void,
): HTMLElement {
  const node = el(
    'button',
    'card',
    el('kbd', '', key),
    trackIcon(choice.track),
    el('b', '', word(words, `track.${choice.track}`, 'choose')),
    el('span', 'card-gain', word(words, `gain.${choice.track}`, 'choose')),
    el('span', 'card-level', fill(words.levelShort, { level: choice.level })),
  )
  node.type = 'button'
  node.tabIndex = -1
  node.setAttribute('aria-keyshortcuts', key)
  node.addEventListener('click', () => tap(index))
  return node
}
