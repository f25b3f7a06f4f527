// Which languages there are and which one to speak. English is built in; another file is fetched when it is
// chosen. A new language is two files and one line here and in later.ts: see README.md.

import { english } from './words.ts'
import type { Words } from './words.ts'

const files = {
  de: () => import('./de.json'),
  fr: () => import('./fr.json'),
} satisfies Record<string, () => Promise<{ default: Words }>>

/** All there are, by code. */
export const languages: readonly string[] = ['en', ...Object.keys(files)]

/** The code of the language to speak: the one chosen, else the first of the player's own that there is. */
export function pickLanguage(chosen: string, wanted: readonly string[]): string {
  if (languages.includes(chosen)) return chosen
  const primary = wanted.map((tag) => tag.toLowerCase().split('-')[0]!)
  return primary.find((code) => languages.includes(code)) ?? 'en'
}

/** Fetches the words of a language; English when the file is gone, as after an update of the server. */
export async function loadWords(code: string): Promise<Words> {
  try {
    if (code === 'xx') return (await import('./pseudo.ts')).disguised(english)
    return Object.hasOwn(files, code) ? (await files[code as keyof typeof files]()).default : english
  } catch {
    return english
  }
}
