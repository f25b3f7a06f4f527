package server

import (
	"math/rand/v2"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// climate is how bad a simulation's world is. Which kinds of faults there are at all is drawn too: with all of
// them at once the rare ones never come far.
type climate struct {
	good    bool // nothing is wrong with lines and pages
	long    bool
	crowd   bool // more come at once than are let in at a tick
	budget  int  // bytes a second for each
	quietAt int  // when the faults end
	room    int  // of a kernel's buffer, bytes
	way     way
	idle    int // ticks of silence after which the server gives a line up
	gap     int // ticks between two faults, on average
	kinds   []faultKind
	refuse  int // one write in so many is refused, 0 for none
	breaks  int // one write in so many breaks the line
	views   bool
}

// ampleBudget narrows nobody.
const ampleBudget = 1_000_000

func (s *simulation) drawClimate() climate {
	r := s.chance
	c := climate{
		long: s.seed%50 == 0, crowd: s.seed%100 == 1, budget: ampleBudget, quietAt: 80 + r.IntN(220), room: 1 << (8 + r.IntN(8)),
		way: way{delay: r.IntN(6), jitter: r.IntN(4)}, idle: 150 + r.IntN(150), gap: 2 + r.IntN(30), views: r.IntN(2) == 0,
	}
	switch {
	case c.long:
		c.quietAt = 1200
	case s.seed%20 == 7: // long enough for the slowest of clocks
		c.quietAt = 2 * stuckTicks
	}
	if r.IntN(3) == 0 {
		c.budget = 100 + r.IntN(2000)
	}
	for k := range faultKinds {
		if r.IntN(3) == 0 || c.crowd && k == outage {
			c.kinds = append(c.kinds, k)
		}
	}
	if r.IntN(3) == 0 {
		c.refuse = 20 + r.IntN(400)
	}
	if r.IntN(4) == 0 {
		c.breaks = 100 + r.IntN(1000)
	}
	return c
}

// calm takes all faults of lines and pages away, from the start. What is left must not cost anybody a frame.
func (c *climate) calm() {
	c.kinds, c.refuse, c.breaks, c.room = []faultKind{leaveShip, changeView, turnEyes, oddChoice, hideTab, slowServer}, 0, 0, 1<<16
	c.way = way{delay: min(c.way.delay, 5), jitter: min(c.way.jitter, 2)}
	c.good = true
}

// refuses draws whether a write finds no room though the line looked ready.
func (s *simulation) refuses(c *cable) bool {
	if s.climate.refuse == 0 || c.chance.IntN(s.climate.refuse) > 0 {
		return false
	}
	s.tally.Refused++
	s.note(c.actor.no, "is refused", uint64(c.no), uint64(s.loop.now()))
	return true
}

// breaks draws whether a write finds that the other end is gone.
func (s *simulation) breaks(c *cable) bool {
	return s.climate.breaks > 0 && c.chance.IntN(s.climate.breaks) == 0
}

// faultKind is something that goes wrong, or that somebody does wrong.
type faultKind int

const (
	stallDown faultKind = iota
	stallUp
	stallBoth
	slowReader
	lag
	cutLine
	halfOpen
	pageReload
	comeTwice
	garbage
	helloAgain
	rightKey
	wrongKey
	flood
	leaveShip
	changeView
	turnEyes
	oddChoice
	hideTab
	stranger
	serverPause
	wrongClock
	frozenPage
	noHello
	otherVersion
	outage
	slowServer
	faultKinds
)

var faultNames = [faultKinds]string{
	"stallDown", "stallUp", "stallBoth", "slowReader", "lag", "cutLine", "halfOpen", "pageReload", "comeTwice", "garbage",
	"helloAgain", "rightKey", "wrongKey", "flood", "leaveShip", "changeView", "turnEyes", "oddChoice", "hideTab",
	"stranger", "serverPause", "wrongClock", "frozenPage", "noHello", "otherVersion", "outage", "slowServer",
}

// storm lets something go wrong now and then.
func (s *simulation) storm() {
	if len(s.climate.kinds) == 0 || s.chance.IntN(s.climate.gap) > 0 {
		return
	}
	kind := s.climate.kinds[s.chance.IntN(len(s.climate.kinds))]
	a := s.actors[s.chance.IntN(len(s.actors))]
	if a.mood != open || a.once && kind != cutLine {
		return
	}
	s.tally.Seen["fault "+faultNames[kind]]++
	s.note(a.no, faultNames[kind], uint64(a.cable.no), 0)
	switch {
	case kind <= halfOpen:
		a.cable.suffer(kind, s.chance)
	case kind >= garbage && kind <= helloAgain || kind == flood || kind == oddChoice:
		a.offend(kind)
	default:
		s.upset(kind, a)
	}
}

// suffer is what happens to a line.
func (c *cable) suffer(kind faultKind, r *rand.Rand) {
	now := c.sim.now
	length := 1 + r.IntN(1+r.IntN(120))
	switch kind {
	case stallDown:
		c.downWay.stalled = now + length
	case stallUp:
		c.upWay.stalled = now + length
	case stallBoth:
		c.downWay.stalled, c.upWay.stalled = now+length, now+length
	case slowReader:
		c.rate, c.slowTill = r.IntN(2)*r.IntN(150), now+r.IntN(stuckTicks+100)
	case lag:
		c.downWay.delay, c.upWay.delay = r.IntN(20), r.IntN(20)
		c.downWay.jitter, c.upWay.jitter = r.IntN(8), r.IntN(8)
	case cutLine:
		c.cut(1+r.IntN(4), 1+r.IntN(10))
	case halfOpen:
		if r.IntN(2) == 0 {
			c.cut(0, r.IntN(2)*(1+r.IntN(60)))
		} else {
			c.cut(1+r.IntN(60), 0)
		}
	}
}

// offend is what a broken or hostile page says.
func (a *actor) offend(kind faultKind) {
	r := a.sim.chance
	switch kind {
	case garbage:
		a.tainted = true
		a.cable.write(a.rubbish(r))
	case helloAgain:
		a.tainted = true
		a.send(&protocol.Hello{MinVersion: 1, MaxVersion: protocol.Version, Resume: a.key})
	case flood:
		a.tainted = true
		for range r.IntN(400) {
			a.send(a.anything(r))
		}
	case turnEyes:
		a.send(oddWatch(r))
	case oddChoice:
		a.send(&protocol.Choose{Offer: uint16(r.IntN(8)), Index: uint8(r.IntN(3))})
	}
}

// anything is a message that may come at any time.
func (a *actor) anything(r *rand.Rand) up {
	switch r.IntN(9) {
	case 0:
		return &protocol.Play{Name: a.sim.name(a), Hue: 1}
	case 1:
		return &protocol.View{HalfWidth: uint16(r.IntN(4097)), HalfHeight: uint16(r.IntN(4097))}
	case 2:
		return &protocol.Choose{Offer: uint16(r.IntN(10)), Index: uint8(r.IntN(3))}
	case 3:
		return &protocol.Leave{}
	case 4:
		return oddWatch(r)
	}
	return &protocol.Input{
		Seq: uint16(r.IntN(1 << 16)), Tick: uint16(int(a.known.Tick) + r.IntN(200) - 100), Seen: uint16(int(a.known.Tick) + r.IntN(100) - 50),
		Move: uint8(r.IntN(256)), Power: uint8(r.IntN(16)), Aim: uint16(r.IntN(1024)), Buttons: uint8(r.IntN(8)), Lag: uint8(r.IntN(64)),
	}
}

// oddWatch looks at anything, also where nothing is.
func oddWatch(r *rand.Rand) *protocol.Watch {
	return &protocol.Watch{
		Mode: uint8(r.IntN(5)), Slot: uint16(r.IntN(40) * (1 + r.IntN(2000))), X: int16(r.Uint32()), Y: int16(r.Uint32()),
	}
}

// rubbish is bytes that no client sends, some near to those it sends.
func (a *actor) rubbish(r *rand.Rand) []byte {
	w := protocol.NewWriter()
	a.anything(r).Append(w)
	a.anything(r).Append(w)
	b := w.Bytes()
	switch r.IntN(6) {
	case 0:
		for range 1 + r.IntN(8) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
	case 1:
		b = b[:r.IntN(len(b))]
	case 2:
		b = make([]byte, r.IntN(protocol.MaxUp+400))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	case 3: // types that nobody knows, of a mod and of the core
		b = append(b, 0x92, 0xcd, byte(r.IntN(3)), byte(r.IntN(256)), 0x93, 1, 2, 3)
	case 4: // what only the server says
		phase := protocol.Phase{Phase: 1}
		phase.Append(w)
		b = w.Bytes()
	case 5: // deep and long
		for range 4 + r.IntN(200) {
			b = append(b, 0x91)
		}
	}
	return b
}

// upset is what happens to a page, or around it.
func (s *simulation) upset(kind faultKind, a *actor) {
	r := s.chance
	switch kind {
	case pageReload:
		a.reload(r.IntN(30))
	case comeTwice: // the old line stands, and nobody reads it
		a.cable.cut(0, 0)
		a.dial()
	case rightKey:
		s.visitor(a.key)
	case wrongKey:
		key := append([]byte(nil), a.key...)
		key[r.IntN(len(key))] ^= 1 << r.IntN(8)
		s.visitor(key[:len(key)-r.IntN(2)*r.IntN(16)])
	case noHello:
		s.visitor(a.key).mute = true
	case otherVersion:
		s.visitor(a.key).version = protocol.Version + 1
	case leaveShip:
		a.send(&protocol.Leave{})
	case changeView:
		a.look()
	case hideTab:
		a.hidden = !a.hidden
	case stranger: // somebody else sits down at the machine
		a.reload(r.IntN(30))
		a.key, a.session, a.deeds = nil, 0, a.deeds[:0]
		a.plays = r.IntN(4) > 0
	case serverPause:
		s.pause = 1 + r.IntN(8)
	case wrongClock:
		a.metro.begin(uint32(max(0, int(a.known.Tick)+r.IntN(400)-200)), s.now)
	case outage: // of the whole house
		for _, c := range s.cables {
			c.cut(1+r.IntN(3), 1+r.IntN(6))
		}
	case slowServer:
		s.heavy = s.now + r.IntN(6*strainRise)
	case frozenPage:
		a.frozen = s.now + r.IntN(100) + r.IntN(2)*stuckTicks
	}
}

// visitor is a client that comes once, with a key that is not its own.
func (s *simulation) visitor(key []byte) *actor {
	a := s.newActor()
	a.once, a.key, a.plays = true, append([]byte(nil), key...), s.chance.IntN(2) == 0
	a.wakes = s.now + 1
	return a
}

// name is how a player calls itself, in good order or not.
func (s *simulation) name(a *actor) string {
	return [...]string{"Ada", "", "  two  words ", "Zoë 🚀", "a\u202eb\u0000c", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "Pilot 1"}[a.no%7]
}

// clear ends the faults. What has been broken stays so until somebody notices.
func (s *simulation) clear() {
	s.note(0, "clear", 0, 0)
	s.climate.refuse, s.climate.breaks, s.climate.kinds, s.pause, s.heavy = 0, 0, nil, 0, 0
	for _, c := range s.loop.clients {
		c.budget.mean, c.budget.peak = newBudget(ampleBudget).mean, newBudget(ampleBudget).peak
	}
	s.loop.conf.Budget = ampleBudget
	if !s.climate.good {
		s.climate.way = way{delay: s.chance.IntN(4), jitter: s.chance.IntN(3)}
	}
	for _, c := range s.cables {
		c.slowTill = 0
		c.downWay = way{delay: s.climate.way.delay, jitter: s.climate.way.jitter, newest: c.downWay.newest}
		c.upWay = way{delay: s.climate.way.delay, jitter: s.climate.way.jitter, newest: c.upWay.newest}
	}
	for _, a := range s.actors {
		a.frozen = 0
		switch {
		case a.once:
			if a.cable != nil {
				a.cable.hangUp(protocol.CloseGoingAway)
			}
			a.mood = gone
		case a.tainted && a.mood == open:
			a.reload(s.chance.IntN(flight.Rate))
		}
	}
}
