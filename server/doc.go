// Package server runs a world: it owns the clock, the sockets and the sessions, and hands players' inputs to
// the world and the world's bytes to players. It holds no rule of the game.
//
// The way of a frame is the way through the files: gate.go lets sessions in, session.go decodes what a client
// sends, inbox.go keeps it until the tick, collect.go makes it acts of a pilot, loop.go steps the world, feed.go puts
// each viewer's frame together, personal.go adds what only that player is told and stage.go what all are told
// alike, outbox.go writes. watch.go is what those without a ship look at. client.go is what the loop knows of a
// player, pace.go how one that cannot keep up is spared, budget.go what one in a crowd is not told, strain.go what
// gives way when ticks take too long. server.go ties it together by config.go; names.go, record.go, metrics.go,
// stopwatch.go and pulse.go do what they say. http.go is the public door, admin.go the one for the host.
//
// One goroutine, the loop's, owns the world, the cells and every [client]. Each connection has one goroutine that
// reads: it touches its session, lays that session's inbox into the post for the loop to take, and stands in the gate.
// While the outbox is sent, helpers of the loop write frames and touch nothing else; the loop waits for them. Counters
// and pulse may be read and set from anywhere.
//
// sim_test.go runs all of this, the world and its clients in one goroutine over lines in memory that fail, from a
// seed; whoever changes anything here should let it look for what broke, over more seeds than every test run has.
package server
