// Package swarm flies headless pilots over real sockets against a running server: they play, count, verify what
// they are told, and the run ends in a [Report]. It is a client. It knows the wire, the flight rules and the
// bots' mind, and must not import package server.
//
// Start at [Run] in swarm.go. pilot.go is one pilot's line and life; a frame goes through frame.go (read and
// count), verify.go (hold it against the standard), ahead.go (fly the own ship ahead of the server), helm.go
// (think and send) and sight.go (what the mind sees). lead.go keeps inputs early enough. ledger.go compares
// what different pilots believe of one thing. tally.go counts, spread.go and histogram.go hold distributions,
// admin.go reads the server's own metrics, catalog.go fetches its numbers, report.go adds all up.
//
// A pilot belongs to the goroutine that reads its socket; there is one for each, and no timer. What pilots
// share is in [course], and is atomic or locked.
package swarm
