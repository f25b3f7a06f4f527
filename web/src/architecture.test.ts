// The map of the sources: which folder may import which, no cycles, and what never touches the page.

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = dirname(fileURLToPath(import.meta.url))
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const sources = files.filter((file) => !file.endsWith('.test.ts'))
const textOf = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))

// `import type` vanishes from the bundle; it counts for the map and not for cycles.
function importsOf(file: string, types = true): string[] {
  const found = textOf
    .get(file)!
    .matchAll(/(import type [^;']*?|export type [^;']*?)?(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)
  return [...found]
    .filter((match) => types || match[1] === undefined)
    .map((match) => normalize(join(dirname(file), match[2]!)))
}

// What a folder may import beside itself.
const allowed: Record<string, string[]> = {
  net: [],
  world: ['net'],
  settings: [],
  words: ['settings'],
  input: ['settings'],
  gl: [],
  draw: ['gl', 'world', 'settings'],
  audio: ['world'],
  hud: ['input', 'settings', 'words'],
  style: ['gl', 'draw', 'world', 'settings', 'words', 'hud', 'play'], // pages to look at, not part of the game
  play: ['net', 'world', 'settings', 'input', 'draw', 'audio', 'hud', 'words'],
}

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')

test('imports follow the map', () => {
  expect(sources.length).toBeGreaterThan(20)
  for (const file of sources) {
    const folder = folderOf(file)
    if (folder === '') continue
    expect(Object.keys(allowed), `${file}: is the folder on the map?`).toContain(folder)
    for (const target of importsOf(file)) {
      expect(textOf.has(target), `${file} imports ${target}, which is not there`).toBe(true)
      expect([folder, ...allowed[folder]!], `${file} imports ${target}`).toContain(folderOf(target))
    }
  }
})

test('there are no import cycles', () => {
  const done = new Set<string>()
  const visit = (file: string, path: string[]): void => {
    if (done.has(file)) return
    expect(path, `${[...path, file].join(' -> ')}`).not.toContain(file)
    for (const target of importsOf(file, false)) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of sources) visit(file, [])
})

test('main.ts boots and exports nothing, and nothing imports it', () => {
  expect(textOf.get('main.ts')).not.toMatch(/^export/m)
  expect(textOf.get('main.ts')!.split('\n').length).toBeLessThanOrEqual(61)
  for (const file of files) expect(importsOf(file), file).not.toContain('main.ts')
})

test('net and world never touch the page', () => {
  const page =
    /\b(document|window|navigator|location|localStorage|sessionStorage|performance|setTimeout|requestAnimationFrame|WebSocket)\b\s*[.(]/
  for (const file of sources) {
    if (folderOf(file) !== 'net' && folderOf(file) !== 'world') continue
    const code = textOf
      .get(file)!
      .replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
      .replace(/this\.window/g, '')
    expect(page.exec(code)?.[0], file).toBeUndefined()
  }
})
