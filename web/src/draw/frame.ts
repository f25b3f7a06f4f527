import type { Batch } from '../gl/batch.ts'
import type { Shown } from '../world/shown.ts'
import type { Atlas } from './atlas.ts'
import type { Camera } from './camera.ts'
import type { Quality } from './quality.ts'

/** What everything that draws is handed; one record, refilled for each picture. */
export interface Frame {
  shown: Shown
  batch: Batch
  atlas: Atlas
  camera: Camera
  quality: Quality
  reducedMotion: boolean
  perPx: number // u per pixel of text, which is a CSS pixel, or less on small screens
}
