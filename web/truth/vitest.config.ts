import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['truth/**/*.truth.ts'],
    environment: 'node',
    allowOnly: false,
    passWithNoTests: false,
    disableConsoleIntercept: true,
  },
})
