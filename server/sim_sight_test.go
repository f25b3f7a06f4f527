package server

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// promise is what whoever has taken a frame must know, to the bit.
type promise struct {
	made   bool
	tick   uint32
	window protocol.Window
	things int
	digest uint64
	phase  game.Phase
	offer  uint16
	ship   game.EntityID
	body   flight.Body
	score  protocol.Progress // what it has, when that did not change lately
	lasts  bool
	fate   game.Run // of the dead
	all    held     // when the difference is to be told
}

// digest mixes all of a thing into a word.
func (t *thing) digest() uint64 {
	h := uint64(t.slot)<<24 | uint64(t.kind)<<16 | uint64(t.gen)<<8 | uint64(t.left)
	h = stir(h, math.Float64bits(t.x))
	h = stir(h, math.Float64bits(t.y))
	h = stir(h, math.Float64bits(t.vx))
	h = stir(h, math.Float64bits(t.vy))
	h = stir(h, uint64(t.shield)|uint64(t.level)<<8|uint64(t.aim)<<16|uint64(t.flags)<<24|uint64(t.hue)<<32|uint64(t.look)<<40)
	h = stir(h, uint64(t.dir)|uint64(t.weapon)<<16|uint64(t.dies)<<32)
	h = stir(h, uint64(t.born))
	for i := range len(t.name) {
		h = stir(h, uint64(t.name[i]))
	}
	return h
}

func stir(h, v uint64) uint64 {
	h = (h ^ v) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// promise notes with each message of this tick what it must lead to.
func (s *simulation) promise() {
	for _, c := range s.cables {
		k, now := s.loop.byConn[c.session], s.loop.now()
		if k == nil {
			continue
		}
		if k.sentAt != now {
			continue
		}
		for i := len(c.down.all) - 1; i >= c.down.head; i-- {
			if p := &c.down.all[i]; p.last == 0 && !p.must.made {
				p.must = s.promiseTo(k)
				break
			}
		}
	}
}

func (s *simulation) promiseTo(c *client) promise {
	l := s.loop
	p := promise{made: true, tick: uint32(l.now()), window: c.viewer.Window}
	eachBelieved(l, p.window, func(th thing) {
		p.digest += th.digest()
		p.things++
	})
	if s.detail {
		p.all = believedIn(l, p.window)
	}
	if pilot := l.world.Pilot(c.pilot); pilot != nil {
		p.phase, p.offer = pilot.Phase, pilot.Offer.Number
		p.score = protocol.Progress{Level: pilot.Level, Score: pilot.Score, Ore: pilot.Run.Ore, Kills: pilot.Run.Kills}
		p.lasts, p.fate = l.now()-pilot.Changed > progressPause+1, pilot.Run
	}
	if ship := l.world.ShipOf(c.pilot); ship != nil {
		p.ship, p.body = ship.ID, ship.Body
	}
	return p
}

// verify compares what an actor knows after a frame with what it must know.
func (s *simulation) verify(a *actor, payload []byte, kills int, p *promise) {
	m := a.known
	s.tally.Frames++
	s.note(a.no, "knows", uint64(p.tick), uint64(kills))
	s.must(p.made && m.Tick == p.tick, "frames are of their tick", a, "tick %d, sent at %d", m.Tick, p.tick)
	s.must(m.Window == p.window, "windows agree", a, "%+v, want %+v", m.Window, p.window)
	things, digest := 0, uint64(0)
	m.Things(func(k *mirror.Thing) {
		if !m.Window.Holds(protocol.CellOf(k.X, k.Y)) {
			s.must(false, "nothing is known outside the window", a, "%+v, window %+v", *k, m.Window)
		}
	})
	eachKnown(m, func(th thing) {
		digest += th.digest()
		things++
	})
	s.tally.Things += things
	if things != p.things || digest != p.digest {
		s.must(false, "known is what is believed", a, "%d things, want %d%s", things, p.things, difference(knownTo(m), p.all))
	}
	s.must(m.Phase.Phase == uint8(p.phase), "phase is told", a, "%d, is %d", m.Phase.Phase, p.phase)
	s.must(m.Offer.Number == p.offer, "offer is told", a, "%d, is %d", m.Offer.Number, p.offer)
	if k := &m.Progress; p.lasts && (k.Level != p.score.Level || k.Score != p.score.Score || k.Ore != p.score.Ore || k.Kills != p.score.Kills) {
		s.must(false, "progress is told", a, "%+v, is %+v", *k, p.score)
	}
	if k := &m.Died; p.phase == game.Dead && (k.By != p.fate.ByName || k.BySlot != p.fate.BySlot || k.Seconds != p.fate.Seconds) {
		s.must(false, "death is told", a, "%+v, is %+v", *k, p.fate)
	}
	if !a.tainted {
		s.verifyAck(a)
		s.verifyOwn(a, p)
	}
	s.verifyDeeds(a, payload, kills, game.Tick(p.tick))
}

func difference(have, want held) string {
	var text strings.Builder
	for key, th := range want {
		if have[key] != th {
			fmt.Fprintf(&text, "\n  known as    %+v\n  believed as %+v", have[key], th)
		}
	}
	for key, th := range have {
		if _, ok := want[key]; !ok && want != nil {
			fmt.Fprintf(&text, "\n  known as    %+v\n  believed by nobody", th)
		}
	}
	return text.String()
}

// verifyAck wants acknowledgements to grow, and to be of what was sent.
func (s *simulation) verifyAck(a *actor) {
	sent := a.helm.seq - a.since
	n := a.known.Ack - a.since
	if a.acked == 0 && a.known.Ack == 0 {
		return // none yet, or the one that is numbered 0
	}
	s.must(n >= a.acked && n <= sent, "acks grow and are of what was sent", a,
		"ack %d after %d of this line, %d were sent", n, a.acked, sent)
	a.acked = n
}

// verifyOwn wants the own flight to be the server's to the bit, when the server has had all inputs for it.
func (s *simulation) verifyOwn(a *actor, p *promise) {
	h := &a.helm
	if h.flying != (p.phase == game.Flying) {
		s.must(false, "own ship is told", a, "flying %v, phase %d", h.flying, p.phase)
	}
	if !h.flying {
		return
	}
	s.must(h.slot == p.ship.Slot && h.gen == p.ship.Gen, "own ship is told", a, "slot %d gen %d, is %+v", h.slot, h.gen, p.ship)
	if h.sure(p.tick, a.since+a.acked) {
		s.tally.Sure++
		s.must(h.at(p.tick).body == p.body, "own flight is exact", a, "tick %d: flown to %+v, is at %+v", p.tick, h.at(p.tick).body, p.body)
	}
}

// owe notes the kills that the actors must be told of.
func (s *simulation) owe() {
	for i := range s.loop.world.Kills {
		k := &s.loop.world.Kills[i]
		s.tally.Deaths++
		s.note(0, "a kill", uint64(k.BySlot), uint64(k.VictimSlot))
		for _, c := range s.loop.clients {
			if k.By != c.pilot && k.Victim != c.pilot {
				continue
			}
			for _, a := range s.actors {
				if string(a.key) != string(c.key[:]) {
					continue
				}
				listens := c.session != nil && c.greeted && !c.session.conn.Closing() && a.cable != nil && a.cable.session == c.session
				a.deeds = append(a.deeds, deed{tick: s.loop.now(), by: k.BySlot, slot: k.VictimSlot, owed: listens})
			}
		}
	}
}

// verifyDeeds wants each kill of and by the own pilot to be told once, and in time.
func (s *simulation) verifyDeeds(a *actor, payload []byte, kills int, tick game.Tick) {
	// Its slots may name others by then.
	a.deeds = slices.DeleteFunc(a.deeds, func(d deed) bool { return !d.owed && tick >= d.tick+berthRest })
	if kills > 0 {
		r := s.reader
		r.Reset(payload)
		for id, ok := r.Next(); ok; id, ok = r.Next() {
			if id == protocol.IDKill {
				var m protocol.Kill
				m.Decode(r)
				s.hears(a, &m)
			}
		}
	}
	if a.once {
		return
	}
	waiting := 0
	for _, d := range a.deeds {
		if d.owed && d.tick <= tick {
			waiting++
		}
	}
	if waiting > 0 && len(a.deeds) <= killsOwed {
		s.must(false, "own kills are told", a, "at tick %d of %+v", tick, a.deeds)
	}
}

func (s *simulation) hears(a *actor, m *protocol.Kill) {
	before := false
	for i := range a.deeds {
		d := &a.deeds[i]
		switch own := d.by == m.BySlot && d.slot == m.Slot; {
		case own && d.told != a.cable:
			d.owed, d.told = false, a.cable
			s.tally.Deeds++
			return
		case own && game.Tick(a.known.Tick) < d.tick+berthRest: // later its slots may name others
			before = true
		}
	}
	s.must(!before, "own kills are told once", a, "%+v, of %+v", *m, a.deeds)
}
