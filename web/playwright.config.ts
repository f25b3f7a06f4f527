import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// Under make the path is given; a bare `npx playwright test` looks for itself, once for all workers.
process.env.CHROMIUM ||= execFileSync(local('e2e/chromium.sh'), { encoding: 'utf8' }).trim()
const own = process.env.CHROMIUM === 'playwright'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // frames.spec counts garbage, which a busy machine adds to, and pictures.spec tests nothing.
  testIgnore: process.env.PICTURES ? [] : ['frames.spec.ts', 'pictures.spec.ts'],
  outputDir: local('../test-output/browser'),
  forbidOnly: true,
  // Where strangers share the machine, it may starve a page for seconds. A test that then fails is played once more and
  // named as flaky at the end of the run: what is broken fails twice, and what is named often has a race to be found.
  retries: process.env.CI ? 1 : 0,
  workers: 1, // two pages, a server and a software GPU fill two cores
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    headless: true,
    viewport: { width: 640, height: 360 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'on-first-retry', // a trace takes pictures all the time, which a software GPU draws slowly
    launchOptions: {
      ...(own ? {} : { executablePath: process.env.CHROMIUM }),
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-unsafe-swiftshader',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
})
