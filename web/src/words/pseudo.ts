// A language nobody speaks, for tests: every text of the files is bracketed, lengthened and accented, so that a
// label written into the sources, or a box too small for a longer language, is seen at once.

const plain = 'aceinouyACEINOUY'
const marked = 'áçéîñöûýÁÇÉÎÑÖÛÝ'

/** One text, with its places and key caps as they are. */
export function disguise(text: string): string {
  const parts = text.split(/(\{\w+\}|\[\w+\])/)
  const body = parts.map((part, i) => (i % 2 === 1 ? part : [...part].map(mark).join(''))).join('')
  return `⟦${body}${'·'.repeat(Math.ceil(text.length / 4))}⟧`
}

function mark(letter: string): string {
  const at = plain.indexOf(letter)
  return at < 0 ? letter : marked[at]!
}

/** The same words in that language; it goes by the rules of English. */
export function disguised<W extends object>(words: W): W {
  const entries = Object.entries(words).map(([key, text]) => [key, key === 'lang' ? text : disguise(text as string)])
  return Object.fromEntries(entries) as W
}
