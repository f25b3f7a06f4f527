package server

import (
	"log/slog"
	"sync"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// gate is where sessions wait to be taken into the world or out of it. Each session stands in it at most twice,
// so it is as bounded as the number of connections.
type gate struct {
	log     *slog.Logger
	count   *counters
	readers sync.Pool // of *protocol.Reader, for the length of a message
	post    post

	mu     sync.Mutex
	events []gateEvent
}

// gateEvent is a session that comes or goes.
type gateEvent struct {
	session *session
	leaves  bool
}

// admit makes the session of a new connection.
func (g *gate) admit(*conn.Conn) conn.Session {
	s := &session{gate: g}
	s.inbox.owner, s.inbox.post = s, &g.post
	return s
}

// reader lends a reader.
func (g *gate) reader() *protocol.Reader {
	if r, ok := g.readers.Get().(*protocol.Reader); ok {
		return r
	}
	return protocol.NewReader()
}

// giveBack takes a reader back.
func (g *gate) giveBack(r *protocol.Reader) {
	r.Reset(nil)
	g.readers.Put(r)
}

func (g *gate) enter(s *session) { g.add(gateEvent{session: s}) }

func (g *gate) leave(s *session) { g.add(gateEvent{session: s, leaves: true}) }

func (g *gate) add(e gateEvent) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.events = append(g.events, e)
}

// take moves what waits to the caller's slice.
func (g *gate) take(into []gateEvent) []gateEvent {
	g.mu.Lock()
	defer g.mu.Unlock()
	into = append(into, g.events...)
	clear(g.events)
	g.events = g.events[:0]
	return into
}
