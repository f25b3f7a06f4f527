// What the game tells those who make the fight felt.

import type { Happening } from '../world/shown.ts'

export interface Feel {
  saw(happening: Happening): void
  /** The own ship has destroyed another. */
  killed(victim: string): void
  /** The hull has become low. */
  low(): void
  /** The mouse is there on the page. */
  cursor(x: number, y: number): void
}
