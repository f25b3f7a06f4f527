// The words that nobody reads in the first seconds of a visit: of settings, upgrades, deaths and looking around, and
// what is spoken. They come with the parts of the page that show them.

import english from './later/en.json'
import type { Words } from './words.ts'

export type LaterWords = Readonly<Record<keyof typeof english, string>>

/** All words of a language. */
export type AllWords = Words & LaterWords

export { english as laterEnglish }

const files: Readonly<Record<string, () => Promise<{ default: LaterWords }>>> = {
  de: () => import('./later/de.json'),
  fr: () => import('./later/fr.json'),
}

/** Adds the rest to the first words of a language; in English when the file is gone, as in languages.ts. */
export async function allWords(first: Words, code: string): Promise<AllWords> {
  return { ...(await restOf(code)), ...first }
}

async function restOf(code: string): Promise<LaterWords> {
  try {
    if (code === 'xx') return (await import('./pseudo.ts')).disguised(english)
    return Object.hasOwn(files, code) ? (await files[code]!()).default : english
  } catch {
    return english
  }
}

/** How a language calls itself, for the list of languages. */
export function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1)
}
