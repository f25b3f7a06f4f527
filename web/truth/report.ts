// The figures as a table.

import type { Ranked, Verdict } from './judge.ts'

const columns: [head: string, share: number][] = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
  ['p99.9', 0.999],
  ['max', 1],
]

/** All verdicts, a figure in each row. */
export function rows(verdicts: ReadonlyMap<string, Verdict>): string {
  const head = line('line', 'what', [...columns.map(([name]) => name), 'of'])
  return [head, ...[...verdicts].flatMap(([name, verdict]) => figures(name, verdict))].join('\n')
}

function figures(name: string, v: Verdict): string[] {
  const row = (what: string, r: Ranked): string =>
    line(name, what, [...columns.map(([, share]) => r.at(share).toFixed(2)), `${r.count}`])
  return [
    row('others: error at the tick shown, u', v.others),
    row('others: error against that moment at the server, u', v.age),
    row('others: change of the error between two pictures, u', v.jerk),
    row('others: shown so long after the server, ms', v.delayMs),
    row('own: jump between two pictures, u', v.jump),
    row('own: jump when pushed, u', v.pushed),
    row('own: error where nothing disturbed it, u', v.foretold),
    line(
      name,
      `own: ${v.ticks} ticks; pushed in ${v.pushedTicks}, controls late in ${v.lateTicks}, foretold ${v.ticks - v.disturbedTicks}`,
      [],
    ),
    line(name, `${v.pictures} pictures, ${v.strained} of them not judged since this machine stood still`, []),
    line(name, `others: ${v.ghosts} shown too early or too long, ${v.unseen} not shown`, []),
  ]
}

const line = (name: string, what: string, values: string[]): string =>
  `${name.padEnd(6)} ${what.padEnd(52)}${values.map((value) => value.padStart(9)).join('')}`.trimEnd()
