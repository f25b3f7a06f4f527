// What the player chose, kept in the browser. Pure parsing first (any text in, valid settings out),
// then the store around it. Blocked or full storage is no error: the choices then live for the visit.

import { hueCount, paletteNames } from './palette.ts'
import type { PaletteName } from './palette.ts'

export type Motion = 'system' | 'full' | 'reduced'
export type Quality = 'auto' | 'low' | 'medium' | 'high'

export interface Settings {
  name: string // at most maxName code points, may be empty
  hue: number // 0..7
  language: string // a code such as 'de'; 'auto' follows the browser
  palette: PaletteName
  volume: number // 0..1, of everything
  effects: number // 0..1, of the world's sounds
  interface: number // 0..1, of clicks and warnings
  mute: boolean
  shake: number // 0..1, strength of the camera shake
  haptics: number // 0..1, how hard pad and phone shake the hand
  motion: Motion
  quality: Quality
  hudScale: number // 0.8..1.6
  autoFire: boolean
  keys: Keys
}

/** The keys that were changed: action to `KeyboardEvent.code`s. What the actions are is not known here. */
export type Keys = Readonly<Record<string, readonly string[]>>

/** Longest pilot name, in code points; the server cuts at the same length. */
export const maxName = 20

export const motions: readonly Motion[] = ['system', 'full', 'reduced']
export const qualities: readonly Quality[] = ['auto', 'low', 'medium', 'high']

export const defaults: Readonly<Settings> = {
  name: '',
  hue: 0,
  language: 'auto',
  palette: 'standard',
  volume: 0.7,
  effects: 1,
  interface: 1,
  mute: false,
  shake: 1,
  haptics: 1,
  motion: 'system',
  quality: 'auto',
  hudScale: 1,
  autoFire: false,
  keys: {},
}

const storageKey = 'orbrawl.settings'

/** Cuts a name to what the server accepts: no control characters, one line, trimmed, maxName long. */
export function cleanName(raw: string): string {
  const line = raw.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return [...line].slice(0, maxName).join('').trim()
}

/** Reads stored text; every value that is missing or out of range falls back to its default. */
export function parseSettings(text: string | null): Settings {
  const raw = record(text)
  return {
    name: typeof raw['name'] === 'string' ? cleanName(raw['name']) : defaults.name,
    hue: Math.floor(within(raw['hue'], 0, hueCount - 1, defaults.hue)),
    language: typeof raw['language'] === 'string' ? raw['language'].slice(0, 12) : defaults.language,
    palette: oneOf(raw['palette'], paletteNames, defaults.palette),
    volume: within(raw['volume'], 0, 1, defaults.volume),
    effects: within(raw['effects'], 0, 1, defaults.effects),
    interface: within(raw['interface'], 0, 1, defaults.interface),
    mute: flag(raw['mute'], defaults.mute),
    shake: within(raw['shake'], 0, 1, defaults.shake),
    haptics: within(raw['haptics'], 0, 1, defaults.haptics),
    motion: oneOf(raw['motion'], motions, defaults.motion),
    quality: oneOf(raw['quality'], qualities, defaults.quality),
    hudScale: within(raw['hudScale'], 0.8, 1.6, defaults.hudScale),
    autoFire: flag(raw['autoFire'], defaults.autoFire),
    keys: keysOf(raw['keys']),
  }
}

function record(text: string | null): Record<string, unknown> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

// A broken entry costs only itself.
function keysOf(value: unknown): Keys {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter(([, codes]) => areCodes(codes)))
}

function areCodes(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= 4 && value.every(isCode)
}

function isCode(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Z]\w{0,23}$/.test(value)
}

function within(value: unknown, low: number, high: number, fallback: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : fallback
}

function flag(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback
}

function oneOf<T extends string>(value: unknown, all: readonly T[], fallback: T): T {
  return all.find((one) => one === value) ?? fallback
}

export interface SettingsStore {
  /** The settings now. Read it each time; `set` replaces the record. */
  readonly now: Readonly<Settings>
  /** Changes some values, keeps them in the browser and tells every watcher. */
  set(change: Partial<Settings>): void
  /** Calls back after each change, also when the system's motion wish changes. Returns the way out. */
  watch(listener: (now: Readonly<Settings>) => void): () => void
  /** True when shake, flashes and sliding must stay away: by the player's choice or the system's. */
  calm(): boolean
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>

/** Opens the player's settings. `shelf` is for tests; the browser's own storage is taken otherwise. */
export function openSettings(shelf: Shelf | null = browserShelf()): SettingsStore {
  const system = systemMotion()
  const listeners = new Set<(now: Readonly<Settings>) => void>()
  let now: Readonly<Settings> = parseSettings(readFrom(shelf))
  const tell = (): void => {
    for (const listener of listeners) listener(now)
  }
  system?.addEventListener('change', tell)
  return {
    get now() {
      return now
    },
    set(change) {
      now = parseSettings(JSON.stringify({ ...now, ...change }))
      writeTo(shelf, JSON.stringify(now))
      tell()
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    calm: () => now.motion === 'reduced' || (now.motion === 'system' && system?.matches === true),
  }
}

// Merely touching localStorage throws in some private modes and in sandboxed frames.
function browserShelf(): Shelf | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}

function systemMotion(): MediaQueryList | null {
  return typeof globalThis.matchMedia === 'function' ? globalThis.matchMedia('(prefers-reduced-motion: reduce)') : null
}

function readFrom(shelf: Shelf | null): string | null {
  try {
    return shelf?.getItem(storageKey) ?? null
  } catch {
    return null
  }
}

function writeTo(shelf: Shelf | null, text: string): void {
  try {
    shelf?.setItem(storageKey, text)
  } catch {
    // A full or blocked storage costs only the memory of the choice, never the game.
  }
}
