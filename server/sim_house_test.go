package server

import (
	"slices"

	"github.com/google/uuid"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// houseAudit looks at the server after each tick: at who is who, and at how much is kept of each.
type houseAudit struct {
	was      []*client             // before the tick
	isClient map[*client]bool      // scratch
	keys     map[uuid.UUID]uint32  // every key that a client had, and its session
	issued   map[string]uint32     // every key that a client was told, and its session
	sessions map[uint32]*actor     // who was told first
	cutAt    map[*client]game.Tick // when those without a line lost it
}

func (h *houseAudit) begin() {
	h.isClient, h.keys = map[*client]bool{}, map[uuid.UUID]uint32{}
	h.issued, h.sessions, h.cutAt = map[string]uint32{}, map[uint32]*actor{}, map[*client]game.Tick{}
}

func (h *houseAudit) before(s *simulation) { h.was = append(h.was[:0], s.loop.clients...) }

func (h *houseAudit) after(s *simulation) {
	l := s.loop
	s.must(len(l.clients) <= l.conf.Pilots, "clients are bounded", nil, "%d, at most %d", len(l.clients), l.conf.Pilots)
	s.must(len(l.byKey) == len(l.clients), "each client has one key", nil, "%d keys, %d clients", len(l.byKey), len(l.clients))
	s.must(len(l.outbox.letters) == 0 && len(l.outbox.bytes) == 0, "the outbox empties", nil, "%d letters", len(l.outbox.letters))
	waiting := len(l.gate.events) + len(l.events)
	s.must(waiting <= 2*len(s.cables), "the gate is bounded", nil, "%d events, %d lines", waiting, len(s.cables))
	lines := 0
	clear(h.isClient)
	for _, c := range l.clients {
		h.isClient[c] = true
		h.client(s, c)
		if c.session != nil {
			lines++
			h.line(s, c)
		}
	}
	s.must(len(h.isClient) == len(l.clients), "no client is there twice", nil, "%d clients, %d different ones", len(l.clients), len(h.isClient))
	s.must(len(l.byConn) == lines, "each line has one client", nil, "%d sessions, %d clients with a line", len(l.byConn), lines)
	h.lines(s)
	h.forgotten(s)
	h.people(s)
}

// lines wants everybody who said hello to be answered in turn, and a line that was replaced to be closed.
func (h *houseAudit) lines(s *simulation) {
	for _, c := range s.cables {
		if c.closing || !c.session.greets {
			continue
		}
		k := s.loop.byConn[c.session]
		waits := slices.ContainsFunc(s.loop.events, func(e gateEvent) bool { return e.session == c.session })
		s.must(k != nil || waits, "who says hello is answered, and a newer line closes the older", c.actor, "line %d", c.no)
	}
}

// client looks at one client: who it is, and that nothing of it grows.
func (h *houseAudit) client(s *simulation, c *client) {
	l := s.loop
	session, known := h.keys[c.key]
	s.must(l.byKey[c.key] == c && (!known || session == c.id), "keys are of one session", nil, "session %d, key of %d", c.id, session)
	h.keys[c.key] = c.id
	p := l.world.Pilot(c.pilot)
	s.must(p != nil, "clients have pilots", nil, "session %d, pilot %d", c.id, c.pilot)
	s.must(p.Adrift == (c.session == nil), "an autopilot flies for those without a line", nil, "session %d: adrift %v", c.id, p.Adrift)
	bounded := len(c.queue) <= inboxInputs && cap(c.queue) <= 4*inboxInputs && len(c.kills) <= killsOwed && c.pace.count <= paceRoom
	s.must(bounded, "what is kept of a client is bounded", nil, "session %d: queue %d of %d, kills %d", c.id, len(c.queue), cap(c.queue), len(c.kills))
	most := &s.cat.Sector
	s.must(c.halfWidth <= most.ViewHalfWidth && c.halfHeight <= most.ViewHalfHeight, "nobody sees farther than is allowed", nil, "session %d: %v, %v", c.id, c.halfWidth, c.halfHeight)
	if c.session != nil {
		delete(h.cutAt, c)
		s.must(c.session.inbox.count == 0 && len(c.session.inbox.orders) == 0, "the inbox empties", nil, "session %d", c.id)
		return
	}
	at, cut := h.cutAt[c]
	if !cut {
		h.cutAt[c] = l.now()
		return
	}
	s.must(l.now()-at <= h.grace(s), "who does not come back is forgotten", nil, "session %d, cut at tick %d", c.id, at)
}

func (h *houseAudit) grace(s *simulation) game.Tick {
	return game.Tick(s.loop.conf.Resume.Seconds() * flight.Rate)
}

// line looks at one that is in use: at whose it is, and that somebody is there.
func (h *houseAudit) line(s *simulation, c *client) {
	cable := c.session.conn.(*cable)
	s.must(s.loop.byConn[c.session] == c, "no session appears twice", nil, "session %d", c.id)
	s.must(!cable.left || s.now-cable.leftAt <= catchUp, "who left is let go", nil, "session %d, left at %d", c.id, cable.leftAt)
	s.must(cable.unsent <= tailLimit+frameLimit, "what waits for a line is bounded", nil, "session %d: %d bytes", c.id, cable.unsent)
	s.must(cable.owner == nil || cable.owner == c, "a line is of one client", nil, "session %d", c.id)
	if cable.owner != nil {
		return
	}
	cable.owner = c
	asked, err := uuid.FromBytes(c.session.hello.Resume)
	before := false
	for _, w := range h.was {
		if before = w == c; before {
			break
		}
	}
	s.must(!before || err == nil && asked == c.key, "nobody gets a pilot without its key", nil, "session %d came with %x", c.id, c.session.hello.Resume)
	for _, w := range h.was {
		lost := err == nil && w.key == asked && w != c
		s.must(!lost, "who has the key gets the pilot", nil, "came for session %d and got %d", w.id, c.id)
	}
}

// forgotten wants that only those are forgotten who have nothing, or were away for long.
func (h *houseAudit) forgotten(s *simulation) {
	for _, c := range h.was {
		if h.isClient[c] {
			continue
		}
		at, cut := h.cutAt[c]
		delete(h.cutAt, c)
		p := s.loop.world.Pilot(c.pilot)
		nothing := p == nil || p.Phase == game.Watching && p.Score == 0
		s.must(nothing || cut && s.loop.now()-at >= h.grace(s)-1, "nobody is forgotten who may come back", nil, "session %d, cut at %d, %+v", c.id, at, p)
	}
}

// people wants every person in the world to be a client, but for those who leave with the next tick.
func (h *houseAudit) people(s *simulation) {
	persons, leaving := 0, 0
	for i := range s.loop.world.Pilots {
		if !s.loop.world.Pilots[i].Bot {
			persons++
		}
	}
	for i := range s.loop.inputs {
		if s.loop.inputs[i].Verb == game.VerbLeave {
			leaving++
		}
	}
	s.must(persons == len(s.loop.clients)+leaving, "people are clients", nil, "%d people, %d clients, %d leave", persons, len(s.loop.clients), leaving)
}

// admitted looks at a welcome, as the client it came to.
func (s *simulation) admitted(a *actor, m *protocol.Welcome) {
	h := &s.house
	session, known := h.issued[string(m.Resume)]
	if m.Resumed {
		s.tally.Resumed++
		s.must(known && session == m.Session && string(a.key) == string(m.Resume), "only its key brings a session back", a,
			"asked with %x, got session %d with %x", a.key, m.Session, m.Resume)
		return
	}
	s.tally.Strangers++
	s.must(!known && h.sessions[m.Session] == nil, "strangers get a session of their own", a, "session %d with %x", m.Session, m.Resume)
	h.issued[string(m.Resume)], h.sessions[m.Session] = m.Session, a
}
