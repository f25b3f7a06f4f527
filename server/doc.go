// Package server runs a world: it owns the clock, the sockets and the sessions, and hands players' inputs to
// the world and the world's bytes to players. It holds no rule of the game.
//
// The way of a frame is the way through the files: session.go decodes what a client sends, inbox.go keeps it
// until the tick, loop.go steps the world, feed.go puts each viewer's frame together, personal.go adds what
// only that player is told. http.go is the public door, admin.go the one for the host.
//
// One goroutine, the loop's, owns the world, the cells and all that is in [client] but its inbox. Each
// connection has one goroutine that reads; it touches nothing but its session and that inbox. Nothing else
// is shared.
package server
