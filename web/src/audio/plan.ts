// Who may sound: a fixed number of layers at once, the player's own before those of others, loud before quiet; and
// how far all else steps back behind a big blast. Pure.

/** Most layers that sound at once; sounds of others leave room for the player's own. */
export const voiceCap = 24
export const capForOthers = 16

export interface Sounding {
  layers: number
  loud: number // 0..1
  own: boolean
}

/** A newcomer must be this much louder than what is cut for it, or two equal sounds would cut each other short. */
const clearlyLouder = 1.5

/**
 * Which of the sounds of others to cut so that a newcomer fits, the quietest first; none when there is room, null
 * when the newcomer stays silent. Own sounds are never cut.
 */
export function roomFor<S extends Sounding>(sounding: readonly S[], newcomer: Sounding): S[] | null {
  const cap = newcomer.own ? voiceCap : capForOthers
  let busy = newcomer.layers
  for (const one of sounding) busy += one.layers
  if (busy <= cap) return []
  const others = sounding.filter((one) => !one.own && (newcomer.own || one.loud * clearlyLouder < newcomer.loud))
  others.sort((a, b) => a.loud - b.loud)
  const cut: S[] = []
  for (const one of others) {
    cut.push(one)
    busy -= one.layers
    if (busy <= cap) return cut
  }
  return null
}

const quietestDuck = 0.25 // a blast must be this loud where it is heard
const deepest = 0.7

/** How far all else steps back behind a blast of that loudness, 0..1: 0 not at all. */
export function duckDepth(loud: number): number {
  if (!(loud > quietestDuck)) return 0
  return deepest * Math.min(1, (loud - quietestDuck) / (1 - quietestDuck))
}
