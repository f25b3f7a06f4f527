import { expect, test } from 'vitest'
import { arenaLink, shareLink } from './share.ts'
import type { Sharing } from './share.ts'

const link = 'https://arena.example/'

test('the link of an arena is the address of the page without what looks into it', () => {
  expect(arenaLink('https://arena.example/?debug&q=low#x')).toBe('https://arena.example/')
  expect(arenaLink('http://10.0.0.7:8080/brawl/?arena=3&debug')).toBe('http://10.0.0.7:8080/brawl/?arena=3')
})

/** A browser that writes down what was asked of it. */
function browser(can: {
  share?: Error | true
  clipboard?: Error | true
  selection?: boolean
}): Sharing & { asked: string[] } {
  const asked: string[] = []
  const answer = (what: string, outcome: Error | true): Promise<void> => {
    asked.push(what)
    return outcome === true ? Promise.resolve() : Promise.reject(outcome)
  }
  const { share, clipboard } = can
  return {
    asked,
    ...(share ? { share: ({ url }) => answer(`share ${url}`, share) } : {}),
    ...(clipboard ? { clipboard: { writeText: (text) => answer(`copy ${text}`, clipboard) } } : {}),
    copyBySelection(text) {
      asked.push(`select ${text}`)
      return can.selection ?? false
    },
  }
}

test('the sheet of the system comes first, and closing it copies nothing', async () => {
  const open = browser({ share: true, clipboard: true })
  expect(await shareLink(link, open)).toBe('shared')
  expect(open.asked).toEqual([`share ${link}`])
  const closed = browser({ share: Object.assign(new Error('closed'), { name: 'AbortError' }), clipboard: true })
  expect(await shareLink(link, closed)).toBe('cancelled')
  expect(closed.asked).toEqual([`share ${link}`])
})

test('without a sheet, or when it is refused, the link is copied by whatever can', async () => {
  expect(await shareLink(link, browser({ clipboard: true }))).toBe('copied')
  const refused = browser({ share: new Error('not allowed'), clipboard: new Error('no focus'), selection: true })
  expect(await shareLink(link, refused)).toBe('copied')
  expect(refused.asked).toEqual([`share ${link}`, `copy ${link}`, `select ${link}`])
  expect(await shareLink(link, browser({}))).toBe('failed')
})
