import { expect, test } from 'vitest'
import { warning, whyDown } from './banner.ts'
import { pickRows } from './board.ts'
import { choiceKey } from './cards.ts'
import { clock } from './death.ts'
import { attrSlot, fillSlot, textSlot } from './dom.ts'
import { feedTemplate } from './feed.ts'
import { growth, layoutFor } from './fit.ts'
import { news, ownRow } from './speaker.ts'
import type { BoardRow, HudState } from './state.ts'
import { laterEnglish } from '../words/later.ts'
import { english, fill, word } from '../words/words.ts'

const all = { ...english, ...laterEnglish }

function flying(over: Partial<HudState> = {}): HudState {
  return {
    phase: 'flying',
    name: 'Rook',
    hue: 0,
    hull: 1,
    hullMax: 100,
    shield: 1,
    shieldMax: 50,
    energy: 1,
    level: 3,
    levelFrac: 0.5,
    ore: 0,
    score: 120,
    kills: 0,
    rank: 0,
    pilots: 1,
    bots: 0,
    choices: [],
    choicesWaiting: 0,
    board: [],
    feed: [],
    map: [],
    mapAim: 0,
    storm: false,
    pingMs: -1,
    quality: 'good',
    why: '',
    sentence: '',
    autopilot: false,
    retryIn: -1,
    death: null,
    autoFire: false,
    watched: {
      on: false,
      free: false,
      name: '',
      bot: false,
      bounty: false,
      hue: 0,
      level: 0,
      hull: 0,
      shield: 0,
      score: -1,
      rank: 0,
    },
    queued: false,
    ...over,
  }
}

const pilot = (rank: number, own = false, bounty = false): BoardRow => ({
  rank,
  name: `P${rank}`,
  score: 1000 - rank,
  own,
  bot: false,
  bounty,
})
const ranks = (state: HudState): number[] => {
  const out: BoardRow[] = []
  const count = pickRows(state, out, pilot(0, true), english.you)
  return out.slice(0, count).map((row) => row.rank)
}
const upTo = (n: number, ownRank = 0) => Array.from({ length: n }, (_, i) => pilot(i + 1, i + 1 === ownRank))

test('the board shows ten and the own row below', () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  expect(ranks(flying({ board: upTo(10, 4), rank: 4 }))).toEqual(ten)
  expect(ranks(flying({ board: upTo(30, 25), rank: 25 }))).toEqual([...ten, 25])
  expect(ranks(flying({ board: upTo(10), rank: 43 }))).toEqual([...ten, 43])
  expect(ranks(flying({ board: upTo(3) }))).toEqual([1, 2, 3])
  expect(ranks(flying({ board: upTo(3), rank: 9, phase: 'menu' }))).toEqual([1, 2, 3])
})

test('the own row below is never nameless', () => {
  const own = (name: string): string => {
    const out: BoardRow[] = []
    const count = pickRows(flying({ board: upTo(10), rank: 43, name }), out, pilot(0, true), english.you)
    return out[count - 1]!.name
  }
  expect(own('Rook')).toBe('Rook')
  expect(own('')).toBe('You')
})

test('while the line is down it is said what is known, and an autopilot only where one flies', () => {
  expect(whyDown(english, flying({ sentence: 'The server restarts.', autopilot: false }))).toBe('The server restarts.')
  expect(whyDown(english, flying({ why: 'full', sentence: 'Full.' }))).toBe(english['bye.full'])
  expect(whyDown(english, flying({ sentence: '', autopilot: true }))).toBe(english.autopilot)
  expect(whyDown(english, flying({ sentence: '', autopilot: false }))).toBe('')
})

test('slots write only what changed', () => {
  const writes: string[] = []
  const node = {
    get textContent() {
      return ''
    },
    set textContent(value: string) {
      writes.push(value)
    },
  }
  const slot = textSlot(node)
  for (const value of [1, 1, 2, '2', 2]) slot(value)
  expect(writes).toEqual(['1', '2', '2', '2'])

  const style = { transform: '' }
  const bar = fillSlot({ style })
  bar(0.5)
  expect(style.transform).toBe('scaleX(0.5)')
  style.transform = 'untouched'
  bar(0.5004)
  expect(style.transform).toBe('untouched')
  bar(NaN)
  expect(style.transform).toBe('scaleX(0)')
  bar(7)
  expect(style.transform).toBe('scaleX(1)')
})

test('attributes come and go', () => {
  const log: string[] = []
  const node = {
    setAttribute: (name: string, value: string) => void log.push(`${name}=${value}`),
    removeAttribute: (name: string) => void log.push(`-${name}`),
  } as unknown as Element
  const slot = attrSlot(node, 'data-own')
  for (const value of [false, true, true, 'x', null, null]) slot(value)
  expect(log).toEqual(['-data-own', 'data-own=', 'data-own=x', '-data-own'])
})

test('a choice is new when the cards or the queue differ', () => {
  const three = [
    { track: 'hull', level: 1 },
    { track: 'rate', level: 2 },
    { track: 'range', level: 1 },
  ]
  expect(choiceKey([], 0, 1)).toBe('')
  expect(choiceKey(three, 1, 5)).not.toBe(choiceKey(three, 0, 5))
  expect(choiceKey(three, 0, 5)).toBe(choiceKey([...three], 0, 5))
})

test('the most pressing warning wins', () => {
  const bounty = [pilot(1, true, true)]
  expect(warning(flying())).toBeNull()
  expect(warning(flying({ board: bounty }))).toBe('ownBounty')
  expect(warning(flying({ board: bounty, hull: 0.2 }))).toBe('lowHull')
  expect(warning(flying({ board: bounty, hull: 0.2, storm: true }))).toBe('storm')
  expect(warning(flying({ storm: true, phase: 'dead' }))).toBeNull()
})

test('the feed names what it knows and stays plain otherwise', () => {
  expect(feedTemplate(english, { by: 'Nyx', weapon: 'ram' })).toBe('{by} rammed {victim}')
  expect(feedTemplate(english, { by: '', weapon: 'storm' })).toBe('{victim} was lost to the storm')
  expect(feedTemplate(english, { by: 'Nyx', weapon: 'teapot' })).toBe('{by} destroyed {victim}')
  expect(feedTemplate(english, { by: '', weapon: 'pulse' })).toBe('{victim} was destroyed')
})

test('only the own rows are spoken, from the own side', () => {
  const row = { id: 1, by: 'Rook', byHue: 0, victim: 'Ada', victimHue: 1, weapon: 'pulse', own: true }
  expect(ownRow(all, row, 'Rook')).toBe('You destroyed Ada.')
  expect(ownRow(all, { ...row, by: 'Ada', victim: 'Rook' }, 'Rook')).toBe('Ada destroyed you.')
  expect(ownRow(all, { ...row, by: '', victim: 'Rook' }, 'Rook')).toBe('Your ship was lost.')
})

test('who is looked at is spoken once, and what is looked at where there is nobody', () => {
  const quiet = { level: 0, asked: 0, phase: 'menu', warned: null, watched: null } as const
  const state = flying({ phase: 'menu' })
  const spoken = (before: string | null, now: string | null) =>
    news(all, state, { ...quiet, watched: before }, { ...quiet, watched: now })
  expect(spoken(null, 'Nyx')).toBe('Nyx')
  expect(spoken('Nyx', 'Nyx')).toBe('')
  expect(spoken('Nyx', '')).toBe('Looking around')
  expect(spoken('', null)).toBe('')
})

test('templates keep names as they are', () => {
  expect(fill('{by} shot {victim}', { by: '$&{victim}', victim: '<b>' })).toBe('$&{victim} shot <b>')
  expect(fill('{nobody}', {})).toBe('{nobody}')
  expect(word(all, 'track.hull', 'choose')).toBe('Hull')
  expect(word(all, 'track.teapot', 'choose')).toBe(all.choose)
})

test('a life is told in minutes', () => {
  expect([0, 9.9, 61, 3599, 3661, NaN, -5].map(clock)).toEqual([
    '0:00',
    '0:09',
    '1:01',
    '59:59',
    '1:01:01',
    '0:00',
    '0:00',
  ])
})

test('the HUD grows slower than the window', () => {
  expect([growth(844, 390), growth(1280, 720), growth(1920, 1080), growth(7680, 4320)]).toEqual([1, 1, 1.2, 1.5])
  expect(growth(3840, 720)).toBe(1)
})

test('the layout follows the window and the scale', () => {
  expect(layoutFor(1280, 720, 1)).toBe('')
  expect(layoutFor(1280, 720, 1.6)).toBe('small short')
  expect(layoutFor(844, 390, 1)).toBe('small short')
  expect(layoutFor(568, 320, 1)).toBe('small short narrow tiny')
  expect(layoutFor(390, 844, 1)).toBe('small tall')
  expect(layoutFor(1024, 768, 1)).toBe('')
})
