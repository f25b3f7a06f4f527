import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { changeable } from '../input/bindings.ts'
import { Closings, Sentences } from '../net/protocol.gen.ts'
import { languages, loadWords, pickLanguage } from './languages.ts'
import { allWords, laterEnglish, ownName } from './later.ts'
import { disguise, disguised } from './pseudo.ts'
import { english, fill, numbersOf, plural } from './words.ts'
import type { Words } from './words.ts'

const folder = dirname(fileURLToPath(import.meta.url))
const source = join(folder, '..')
const filesIn = (part: string): string[] => readdirSync(join(folder, part)).filter((name) => name.endsWith('.json'))
const files = filesIn('.')
const every = [...files, ...filesIn('later').map((name) => `later/${name}`)]
const read = (name: string): Record<string, string> => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const likeOf = (name: string): Record<string, string> => (name.startsWith('later/') ? laterEnglish : english)
const forms = /\.(zero|one|two|few|many)$/
const keysOf = (record: object): string[] => Object.keys(record).filter((key) => !forms.test(key))
const placesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}|\[\w+\]/g) ?? [])].sort()

test('every file is a language to choose, and the other way round', () => {
  expect(files.map((name) => name.replace('.json', '')).sort()).toEqual([...languages].sort())
  expect(filesIn('later').sort()).toEqual([...files].sort())
})

test('no key stands in both files of a language', () => {
  const both = Object.keys(english).filter((key) => Object.hasOwn(laterEnglish, key))
  expect(both).toEqual([])
})

test.each(every)('%s has the keys, places and key caps of the English file', (name) => {
  const words = read(name)
  const source = likeOf(name)
  expect(keysOf(words).sort()).toEqual(keysOf(source).sort())
  if (source === english) expect(words['lang']).toBe(name.replace('.json', ''))
  for (const [key, text] of Object.entries(words)) {
    const like = source[key] ?? source[key.replace(forms, '.other')]!
    expect(placesOf(text), `${name}: ${key}`).toEqual(placesOf(like))
    expect(text.trim(), `${name}: ${key}`).toBe(text)
    expect(text, `${name}: ${key}`).not.toBe('')
  }
})

test.each(files)('%s counts in every form its language has', (name) => {
  const words = { ...read(name), ...read(`later/${name}`) } as Record<string, string>
  const { pluralCategories } = new Intl.PluralRules(words['lang']).resolvedOptions()
  // French calls whole millions "many", which nothing here reaches.
  const needed = pluralCategories.filter(
    (form) => form !== 'many' || !['fr', 'es', 'it', 'pt'].includes(words['lang']!),
  )
  for (const word of ['more', 'pilots', 'bots'])
    for (const form of needed) expect(Object.keys(words), name).toContain(`${word}.${form}`)
})

test('a translation says something else than the English file', () => {
  for (const name of every.filter((one) => !one.endsWith('en.json'))) {
    const source = likeOf(name)
    const same = Object.entries(read(name)).filter(([key, text]) => text.length > 14 && text === source[key])
    expect(same, name).toEqual([])
  }
})

test('what servers and keys may say has words', () => {
  for (const name of Object.values(Closings)) expect(english[`bye.${name}` as 'bye.full']).toBe(Sentences[name])
  for (const action of changeable) expect(Object.keys(laterEnglish)).toContain(`action.${action}`)
})

test('the language is the one chosen, then the first of the player’s own', () => {
  expect(pickLanguage('fr', ['de'])).toBe('fr')
  expect(pickLanguage('auto', ['pt-BR', 'de-CH', 'fr'])).toBe('de')
  expect(pickLanguage('auto', ['ja'])).toBe('en')
  expect(pickLanguage('tlh', [])).toBe('en')
  expect(['en', 'de', 'fr'].map(ownName)).toEqual(['English', 'Deutsch', 'Français'])
})

test('words are loaded by code, and English is never far', async () => {
  expect((await loadWords('de')).play).toBe(read('de.json')['play'])
  expect(await loadWords('constructor')).toBe(english)
  expect(await loadWords('xx')).toEqual(disguised(english))
  const german = await allWords(await loadWords('de'), 'de')
  expect(german).toMatchObject({ play: read('de.json')['play'], back: read('later/de.json')['back'] })
  expect((await allWords(english, 'constructor')).back).toBe(laterEnglish.back)
  expect((await allWords(english, 'xx')).back).toBe(disguise(laterEnglish.back))
})

test('words are counted and numbers written as the language does', async () => {
  const french = await loadWords('fr')
  expect(plural(english, 'pilots', 1)).toBe('1 pilot')
  expect(plural(english, 'pilots', 0)).toBe('0 pilots')
  expect(plural(french, 'pilots', 0)).toBe('0 pilote')
  expect(plural(french, 'pilots', 2)).toBe('2 pilotes')
  expect(numbersOf(await loadWords('de')).format(12345)).toBe('12.345')
  const odd = { ...english, 'pilots.one': undefined } as unknown as Words
  expect(plural(odd, 'pilots', 1)).toBe('1 pilots')
})

test('the made-up language keeps places and key caps', () => {
  expect(disguise('[up] fly {name}')).toBe('⟦[up] flý {name}····⟧')
  expect(disguised({ lang: 'en' }).lang).toBe('en')
  expect(fill(disguised(english).ping, { ms: 7 })).toContain('7')
})

// A label in the sources is a string for people: it begins with a capital letter, or has several words and a sign
// that class names and fonts have not. What looks so and is none is named here.
const strings = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g
const label = /^[A-Z][a-z]+|[a-z]+[,.!?…]? [a-zA-Z]+[.!?…,]|^[a-z]+ [A-Z][a-z]/
const codes =
  /^(Arrow\w*|Key|Digit|Numpad|Shift\w*|Space|Enter|Escape|Backquote|Backspace|Meta|Tab|AbortError|ContextMenu|Orbrawl)/

function labelsIn(text: string): string[] {
  const code = text.replace(/(^|\s)\/\/.*$|^\s*\/?\*.*$|^import.*$|throw new Error\(.*$/gm, '')
  const found = [...code.matchAll(strings)].map((match) => match[0].slice(1, -1))
  return found.filter((one) => label.test(one.replace(/\$\{[^}]*\}/g, '')) && !codes.test(one))
}

test('no text for the player is written into the sources', () => {
  const slips = ["el('p', 'big red', 'Hello')", "button.title = 'press me now, please'", 'say(`Level up`)']
  expect(labelsIn(slips.join('\n'))).toEqual(['Hello', 'press me now, please', 'Level up'])
  for (const name of ['hud', 'input', 'settings', 'play', 'words']) {
    const sources = readdirSync(join(source, name)).filter((file) => file.endsWith('.ts') && !/test/.test(file))
    for (const file of sources) {
      const found = labelsIn(readFileSync(join(source, name, file), 'utf8'))
      expect(found, `${name}/${file}`).toEqual([])
    }
  }
})
