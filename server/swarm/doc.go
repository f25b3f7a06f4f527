// Package swarm flies headless pilots over real sockets against a running server: they play, count, verify what
// they are told, and the run ends in a [Report]; a search for the largest number that is held ends in [Findings]. It
// is a client. It knows the wire, the flight rules and the bots' mind, and must not import package server.
//
// Start at [Run] in swarm.go. A run is a fleet (fleet.go) of seats (seat.go). In a seat sits a pilot (pilot.go): one
// who joins once, and comes back by its key when the line is cut (comeback.go). Its line is the client's half of a
// WebSocket (handshake.go, line.go), through bad weather if that was asked for (weather.go, lagged.go). A frame goes
// through frame.go (read and count), verify.go (hold it against the standard), ahead.go (fly the own ship ahead of
// the server), helm.go (think and send) and sight.go (what the mind sees, or wander.go for those who see nothing). lead.go keeps inputs early enough.
// ledger.go compares what different pilots believe of one thing.
//
// script.go lets things happen in the midst of the measurement: all lines are cut, many join at once. hostile.go lets
// clients loose that misbehave; misdeeds.go is what they do. find.go lets ever more pilots join ([Find]).
//
// tally.go, seconds.go and arrivals.go count, spread.go and histogram.go hold distributions. admin.go reads the
// server's own metrics, watch.go and process_*.go what the system tells of its process and of the machine, catalog.go
// fetches the server's numbers. stretch.go is the measurement; report*.go add all up, table.go prints it.
//
// A pilot belongs to the goroutine of its seat, which reads its socket, and has no timer. What pilots share is in
// [course], and is atomic or locked; how others reach into a seat is its hand.
package swarm
