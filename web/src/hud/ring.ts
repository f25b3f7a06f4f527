// The last moments of the line as numbers: one row of floats per picture in a ring that never grows.

export interface NetSample {
  rttMs: number // -1 unknown
  marginTicks: number // how early inputs arrive at the server; below 0 is late
  frameBytes: number // of the frames read since the last sample
  correctionU: number // how far the prediction was put right, world units
  frameMs: number // time since the last picture
  tickDelay: number // ticks the picture lies behind the server
  skipped: number // ticks the server skipped for this client since the last sample
}

export type NetField = keyof NetSample

export const netFields: readonly NetField[] = [
  'rttMs',
  'marginTicks',
  'frameBytes',
  'correctionU',
  'frameMs',
  'tickDelay',
  'skipped',
]

export interface Ring {
  /** Copies the sample in; the caller may reuse its record. */
  push(sample: Readonly<NetSample>): void
  /** How many samples are held, up to the ring's size. */
  readonly count: number
  /** The value `age` samples ago, 0 the newest; 0 for one that is not held. */
  at(field: NetField, age: number): number
  /** Largest and mean value over what is held. */
  most(field: NetField): number
  mean(field: NetField): number
}

export function createRing(size: number): Ring {
  const columns = Object.fromEntries(netFields.map((field) => [field, new Float32Array(size)])) as Record<
    NetField,
    Float32Array
  >
  let next = 0
  let count = 0
  const at = (field: NetField, age: number): number =>
    age < 0 || age >= count ? 0 : (columns[field][(next - 1 - age + 2 * size) % size] ?? 0)
  return {
    push(sample) {
      for (const field of netFields) columns[field][next] = sample[field]
      next = (next + 1) % size
      if (count < size) count++
    },
    get count() {
      return count
    },
    at,
    most(field) {
      let most = 0
      for (let age = 0; age < count; age++) most = Math.max(most, at(field, age))
      return most
    },
    mean(field) {
      let sum = 0
      for (let age = 0; age < count; age++) sum += at(field, age)
      return count === 0 ? 0 : sum / count
    },
  }
}
