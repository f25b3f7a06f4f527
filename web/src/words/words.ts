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
  const form = word(words, `${key}.${countingOf(words).rules.select(count)}`, `${key}.other` as keyof W)
  return fill(form, { count: numbersOf(words).format(count) })
}

/** Writes whole numbers as the language does. */
export function numbersOf(words: Words): { format(value: number): string } {
  const counting = countingOf(words)
  // Asking the browser for a language's way is slow, and below a thousand they all agree.
  return { format: (value) => (value >= 0 && value < 1000 ? String(value) : counting.numbers.format(value)) }
}

interface Counting {
  lang: string
  readonly numbers: Intl.NumberFormat
  readonly rules: Intl.PluralRules
}

let counting: Counting | null = null // of the language counted in last: making them anew each time is slow

// The player's own region of the language counts, where the browser names one: German has two ways to write 1000.
function countingOf({ lang }: Words): Counting {
  if (counting?.lang === lang) return counting
  let numbers: Intl.NumberFormat | null = null
  let rules: Intl.PluralRules | null = null
  counting = {
    lang,
    get numbers() {
      const region = globalThis.navigator?.languages?.find((tag) => tag.startsWith(`${lang}-`)) ?? lang
      numbers ??= new Intl.NumberFormat(region)
      return numbers
    },
    get rules() {
      rules ??= new Intl.PluralRules(lang)
      return rules
    },
  }
  return counting
}
