import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'e2e/**/*.test.ts', 'truth/**/*.test.ts'],
    environment: 'node',
    allowOnly: false,
    passWithNoTests: false,
    testTimeout: 10_000,
  },
})
