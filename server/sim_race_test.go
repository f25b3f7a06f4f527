//go:build race

package server

// raceDetector makes everything some ten times slower.
const raceDetector = true
