// How much the picture may cost. The pacer watches the time between pictures and moves along a ladder
// of rungs: down when the slowest twentieth takes more than 20 ms for two seconds, at once when the
// picture crawls; up carefully, remembering for longer and longer which rung was too much.

export type Quality = 'low' | 'medium' | 'high'
export type QualityChoice = Quality | 'auto'

export interface Rung {
  quality: Quality
  scale: number // of the canvas resolution
}

const ladder: readonly Rung[] = [
  { quality: 'low', scale: 0.6 },
  { quality: 'low', scale: 0.8 },
  { quality: 'low', scale: 1 },
  { quality: 'medium', scale: 1 },
  { quality: 'high', scale: 1 },
]
const budgetMs = 20
const crawlMs = 42 // above 33, for some screens show only 30 pictures a second
const windowSize = 120 // pictures, about two seconds
const crawlSize = 20
const patienceMs = 4000 // smooth time before a step up
const longestPauseMs = 500 // longer gaps are a hidden tab or a halt, not a slow picture

export class Pacer {
  p95Ms = 0
  #rung: number
  #choice: QualityChoice | null = null
  #fixed = false
  #budget = budgetMs
  readonly #gaps = new Float32Array(windowSize)
  readonly #sorted = new Float32Array(windowSize)
  #count = 0
  #lastMs = 0
  #smoothSinceMs = 0
  #medianBefore = 0
  #failedRung = ladder.length
  #retryMs = 0
  #banMs = 20_000
  readonly #software: boolean

  constructor(software: boolean) {
    this.#software = software
    this.#rung = software ? 2 : 3
  }

  get rung(): Rung {
    return ladder[this.#rung]!
  }

  /** Takes the player's wish. The same wish again keeps what was learned: it is told with every other setting. */
  choose(choice: QualityChoice): void {
    if (choice === this.#choice) return
    this.#choice = choice
    this.#fixed = choice !== 'auto'
    if (choice === 'auto') this.#rung = this.#software ? 2 : 3
    else this.#rung = choice === 'low' ? 2 : choice === 'medium' ? 3 : 4
    this.#restart(0)
  }

  /** Notes that a picture begins; true when the rung changed. */
  tick(nowMs: number): boolean {
    const gap = this.#lastMs > 0 ? nowMs - this.#lastMs : 0
    this.#lastMs = nowMs
    if (gap > longestPauseMs && this.#count > 0 && this.#gaps[(this.#count - 1) % windowSize]! < longestPauseMs / 2)
      return false
    this.#gaps[this.#count++ % windowSize] = gap
    if (this.#fixed) return false
    if (this.#count >= crawlSize && this.#count % crawlSize === 0 && this.#crawls()) return this.#down(nowMs)
    if (this.#count < windowSize || this.#count % 30 !== 0) return false
    return this.#judge(nowMs)
  }

  #judge(nowMs: number): boolean {
    this.#sorted.set(this.#gaps)
    this.#sorted.sort()
    this.p95Ms = this.#sorted[Math.floor(windowSize * 0.95)]!
    const median = this.#sorted[windowSize / 2]!
    if (this.p95Ms <= this.#budget) return this.#maybeUp(nowMs)
    this.#smoothSinceMs = nowMs
    if (!this.#software && this.#medianBefore > 0 && median > this.#medianBefore * 0.92) {
      // The last step down bought nothing: the screen or the script sets the pace, not the picture.
      this.#budget = median * 1.3
      this.#rung = Math.min(this.#rung + 1, ladder.length - 1)
      this.#restart(nowMs)
      return true
    }
    this.#medianBefore = median
    return this.#down(nowMs)
  }

  #crawls(): boolean {
    let sum = 0
    for (let i = 1; i <= crawlSize; i++) sum += this.#gaps[(this.#count - i) % windowSize]!
    return sum / crawlSize > Math.max(crawlMs, this.#budget * 1.3)
  }

  #down(nowMs: number): boolean {
    if (this.#rung === 0) return false
    this.#failedRung = this.#rung
    this.#retryMs = nowMs + this.#banMs
    this.#banMs = Math.min(this.#banMs * 2, 600_000)
    this.#rung--
    this.#restart(nowMs)
    return true
  }

  #maybeUp(nowMs: number): boolean {
    this.#medianBefore = 0
    const next = this.#rung + 1
    if (next >= ladder.length || (this.#software && next > 2)) return false
    if (nowMs - this.#smoothSinceMs < patienceMs) return false
    if (next >= this.#failedRung && nowMs < this.#retryMs) return false
    this.#rung = next
    this.#restart(nowMs)
    return true
  }

  #restart(nowMs: number): void {
    this.#count = 0
    this.#smoothSinceMs = nowMs
  }
}
