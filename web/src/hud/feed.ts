// Who destroyed whom: the newest rows, each leaving by itself after some seconds.

import { el, writeNodes } from './dom.ts'
import type { FeedRow } from './state.ts'
import type { Words } from '../words/words.ts'
import { word } from '../words/words.ts'

const stayMs = 6500
const mostRows = 5

export interface Feed {
  node: HTMLElement
  /** The id of the newest row seen. */
  readonly newest: number
  /** `now` in ms, monotonic. Rows with an id not above the last seen one are old and ignored. */
  update(rows: readonly FeedRow[], now: number): void
}

interface Line {
  node: HTMLElement
  until: number
}

/** `lastId` is of the newest row that was seen before. */
export function createFeed(words: Words, onNew: (row: FeedRow) => void, lastId = -1): Feed {
  const node = el('div', 'feed')
  const lines: Line[] = []
  let newest = lastId
  const add = (row: FeedRow, now: number): void => {
    const line = feedLine(words, row)
    node.append(line)
    lines.push({ node: line, until: now + stayMs })
    if (lines.length > mostRows) lines.shift()?.node.remove()
    onNew(row)
  }
  return {
    node,
    get newest() {
      return newest
    },
    update(rows, now) {
      for (const row of rows) {
        if (row.id <= newest) continue
        newest = row.id
        add(row, now)
      }
      while (lines[0] !== undefined && lines[0].until < now) lines.shift()?.node.remove()
    },
  }
}

/** The template for a row: by weapon when it is known and fits, otherwise the plain one. */
export function feedTemplate(words: Words, row: Pick<FeedRow, 'by' | 'weapon'>): string {
  const template = word(words, `feed.${row.weapon}`, 'feed.other')
  return row.by === '' && template.includes('{by}') ? words['feed.alone'] : template
}

function feedLine(words: Words, row: FeedRow): HTMLElement {
  const node = el('p', row.own ? 'own' : '')
  writeNodes(node, feedTemplate(words, row), {
    by: pilot(row.by, row.byHue),
    victim: pilot(row.victim, row.victimHue),
  })
  return node
}

function pilot(name: string, hue: number): HTMLElement {
  return el('bdi', `hue${hue & 7}`, name)
}
