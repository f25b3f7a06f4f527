// What beats on the page must beat slowly: flashes of more than three a second can harm.

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'css')
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))

test('no endless animation beats more than three times a second, the low hull least of all', () => {
  const beats = new Map<string, number>()
  for (const file of sheets) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [, name, seconds] of text.matchAll(/animation:\s*([\w-]+)\s+([\d.]+)s[^;]*\binfinite\b/g))
      beats.set(name!, Math.min(Number(seconds), beats.get(name!) ?? Infinity))
  }
  expect(beats.get('breathe'), 'the rim at a low hull').toBeGreaterThan(1)
  for (const [name, seconds] of beats) expect(1 / seconds, name).toBeLessThanOrEqual(3)
})
