// Top right: the ten best pilots, and the own rank below them when it is worse.

import { attrSlot, el, shownSlot, textSlot } from './dom.ts'
import type { BoardRow, HudState } from './state.ts'
import type { Words } from '../words/words.ts'
import { numbersOf } from '../words/words.ts'

const topRows = 10

export interface Board {
  node: HTMLElement
  update(state: HudState): void
}

/**
 * The rows to show: the best ten, then the own one if it is not among them. Writes into `out` and
 * returns how many; `own` is a record to fill when the state knows the own rank only as a number, `you` its
 * name when there is no other.
 */
export function pickRows(state: HudState, out: BoardRow[], own: BoardRow, you: string): number {
  let count = 0
  let ownSeen = false
  for (const row of state.board) {
    const extra = count >= topRows
    if (extra && (!row.own || ownSeen)) continue
    out[count++] = row
    ownSeen ||= row.own
    if (ownSeen && count >= topRows) break
  }
  if (ownSeen || state.rank === 0 || state.phase === 'menu') return count
  own.rank = state.rank
  own.name = state.name || you
  own.score = state.score
  own.bounty = false
  out[count++] = own
  return count
}

export function createBoard(words: Words): Board {
  const list = el('ol', 'board-rows')
  const node = el('section', 'panel board', el('h2', '', words.board), list)
  node.setAttribute('aria-label', words.board)
  const rows = Array.from({ length: topRows + 1 }, () => boardLine(words, numbersOf(words)))
  list.append(...rows.map((row) => row.node))
  const shown: BoardRow[] = []
  const own: BoardRow = { rank: 0, name: '', score: 0, own: true, bot: false, bounty: false }
  const visible = shownSlot(node)
  return {
    node,
    update(state) {
      const count = pickRows(state, shown, own, words.you)
      visible(count > 0)
      for (let i = 0; i < rows.length; i++) rows[i]?.set(i < count ? (shown[i] ?? null) : null, i)
    },
  }
}

interface Line {
  node: HTMLElement
  set(row: BoardRow | null, index: number): void
}

function boardLine(words: Words, numbers: ReturnType<typeof numbersOf>): Line {
  const rank = el('span', 'rank')
  const name = el('bdi', 'name')
  const tag = el('small', '')
  const score = el('b', '')
  const node = el('li', '', rank, el('span', 'who', name, tag), score)
  const visible = shownSlot(node)
  const setRank = textSlot(rank)
  const setName = textSlot(name)
  const setTag = textSlot(tag)
  const setScore = textSlot(score)
  const setOwn = attrSlot(node, 'data-own')
  const setBounty = attrSlot(node, 'data-bounty')
  const setGap = attrSlot(node, 'data-gap')
  let lastScore = NaN
  return {
    node,
    set(row, index) {
      visible(row !== null)
      if (row === null) return
      setRank(row.rank)
      setName(row.name)
      setTag(row.bounty ? words.bounty : row.bot ? words.bot : '')
      if (row.score !== lastScore) setScore(numbers.format(row.score))
      lastScore = row.score
      setOwn(row.own)
      setBounty(row.bounty)
      setGap(row.rank > index + 1)
    },
  }
}
