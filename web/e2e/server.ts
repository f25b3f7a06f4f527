// A real `bin/orbrawl serve` on free ports with a data folder of its own, for one test or for one worker's tests.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Changes, writeCatalog } from './catalog.ts'

const startMs = 20_000
const stopMs = 10_000

const binary = process.env.ORBRAWL_BIN ?? fileURLToPath(new URL('../../bin/orbrawl', import.meta.url))

export interface Server {
  /** Where the page is, such as http://127.0.0.1:40123, without a slash at the end. */
  play: string
  /** Where the admin listener is, in the same form. */
  admin: string
  /** All the process has said so far, both streams. */
  log(): string
  /** Asks the process to stop and waits; it is killed when it has not gone after ten seconds. Then its data goes. */
  stop(): Promise<void>
}

/**
 * Starts a server; more flags may be given, and what differs from the built-in catalog. Rejects with the server's own
 * words when it does not come up.
 */
export async function startServer(flags: string[] = [], changes?: Changes): Promise<Server> {
  if (!existsSync(binary)) throw new Error(`no server at ${binary}: run make build`)
  const data = await mkdtemp(join(tmpdir(), 'orbrawl-e2e-'))
  const fixed = ['serve', '--listen', '127.0.0.1:0', '--admin', '127.0.0.1:0', '--data', data]
  const catalog = join(data, 'catalog')
  if (changes) {
    await writeCatalog(catalog, changes)
    fixed.push('--catalog', catalog)
  }
  const child = spawn(binary, [...fixed, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const stop = async (): Promise<void> => {
    await end(child)
    await rm(data, { recursive: true, force: true })
  }
  try {
    const [play, admin] = await addresses(child, (text) => {
      said += text
    })
    return { play, admin, log: () => said, stop }
  } catch (error) {
    await stop()
    throw new Error(`${String(error)}\nthe server said:\n${said}`)
  }
}

/** Waits for the two lines that say where the server listens. */
function addresses(child: ChildProcess, hear: (text: string) => void): Promise<[play: string, admin: string]> {
  return new Promise((resolve, reject) => {
    let out = ''
    const timer = setTimeout(() => reject(new Error(`no address after ${startMs} ms`)), startMs)
    const settle = (act: () => void): void => {
      clearTimeout(timer)
      act()
    }
    child.stdout?.on('data', (chunk: Buffer) => {
      hear(String(chunk))
      out += String(chunk)
      const play = /^orbrawl: play at (http:\/\/\S+?)\/?$/m.exec(out)?.[1]
      const admin = /^orbrawl: admin at (http:\/\/\S+?)\/?$/m.exec(out)?.[1]
      if (play && admin) settle(() => resolve([play, admin]))
    })
    child.stderr?.on('data', (chunk: Buffer) => hear(String(chunk)))
    child.once('error', (error) => settle(() => reject(error)))
    child.once('exit', (code, signal) => settle(() => reject(new Error(`it ended with ${signal ?? code}`))))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  child.kill('SIGTERM') // the first one drains and waits for players, the second stops
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await gone
  clearTimeout(timer)
}
