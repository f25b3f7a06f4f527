// The words of the first seconds in one language; later.ts has the rest. Every text lives in a file a translator can
// edit, en.json and its neighbours; README.md beside them says how. The server sends codes, never prose.

import english from './en.json'

export { english }

export type WordKey = keyof typeof english
export type Words = Readonly<Record<WordKey, string>>

/** The words that are counted: those with a form for every other number. */
export type PluralKey<W> = keyof { [K in keyof W as K extends `${infer Word}.other` ? Word : never]: true } & string

/** Fills `{name}` places. Unknown names stay as written, so that a slip is seen. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The word for a key made of parts, or of `fallback` when the server knows more codes than we do. */
export function word<W extends Words>(words: W, key: string, fallback: keyof W): string {
  return (words as Readonly<Record<string, string>>)[key] ?? String(words[fallback])
}

/** The form of a word for a number, as the language counts; a form that is not written is the `.other` one. */
export function plural<W extends Words>(words: W, key: PluralKey<W>, count: number): string {
  const { rules, numbers } = countingOf(words)
  const form = word(words, `${key}.${rules.select(count)}`, `${key}.other` as keyof W)
  return fill(form, { count: numbers.format(count) })
}

/** Writes numbers as the language does. */
export function numbersOf(words: Words): Intl.NumberFormat {
  return countingOf(words).numbers
}

interface Counting {
  words: Words
  numbers: Intl.NumberFormat
  rules: Intl.PluralRules
}

let counting: Counting | null = null // of the words counted last: making them anew each time is slow

// The player's own region of the language counts, where the browser names one: German has two ways to write 1000.
function countingOf(words: Words): Counting {
  if (counting?.words.lang === words.lang) return counting
  const region = globalThis.navigator?.languages?.find((tag) => tag.startsWith(`${words.lang}-`)) ?? words.lang
  counting = { words, numbers: new Intl.NumberFormat(region), rules: new Intl.PluralRules(words.lang) }
  return counting
}
