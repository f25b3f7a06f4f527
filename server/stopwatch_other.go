//go:build !linux

package server

// reckon knows of no way to ask what a thread has used.
func reckon() (used processorTime, ok bool) { return processorTime{}, false }
