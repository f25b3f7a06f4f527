package server

import (
	"bytes"
	"math/rand/v2"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// The clocks of a client, in ticks; see web/src/net/line.ts and web/src/play.
const (
	openingLimit = 10 * flight.Rate
	silentLimit  = 8 * flight.Rate
	heartbeat    = 6
	backlog      = 10 // ticks seen and not acknowledged that are told at once
	playAgain    = 21
	leastWait    = 3
	firstWait    = 8
	mostWait     = 240
)

// mood is what a client's line is in.
type mood int

const (
	away    mood = iota // calls at wakes
	dialing             // has said hello
	open                // has been welcomed
	closed              // does not come back until the page is loaded anew, at wakes
	gone                // will never be back
)

// temper is how a player plays.
type temper int

const (
	idle temper = iota // holds nothing
	calm
	wild // something else in every tick
)

func (t temper) pause() int { return [...]int{1, 14, 1}[t] }

// actor is a browser with somebody in front of it.
type actor struct {
	sim    *simulation
	no     int
	chance *rand.Rand
	temper temper
	plays  bool // wants to fly; else it watches
	hidden bool // the tab is in the background: it acts on frames only
	frozen int  // until this tick the page does not run, though its browser answers pings

	// who comes only once
	once    bool
	mute    bool  // says no hello
	version uint8 // that it speaks, if another

	mood    mood
	wakes   int
	tries   int
	wait    int // asked for by the last bye
	cable   *cable
	key     []byte // of the session, kept over reloads
	session uint32
	dialed  int
	heard   int // when the last frame came

	// of the line
	known   *mirror.Mirror
	helm    helm
	metro   metronome
	frames  int
	tainted bool // it sent what no client sends
	sentAt  int
	told    uint32 // newest tick acknowledged
	playAt  int
	chose   uint16
	since   uint16       // seq before the first of this line
	acked   uint16       // how many of them are acknowledged
	deeds   []deed       // kills of and by the own pilot that it is owed
	flew    int          // when it last had a ship
	lastBye protocol.Bye // of the line before
}

// deed is a kill that concerns a pilot.
type deed struct {
	tick     game.Tick
	by, slot uint16
	owed     bool
	told     *cable // on which it was told last
}

// act is what the page does in a tick.
func (a *actor) act() {
	now := a.sim.now
	if now < a.frozen {
		return
	}
	switch a.mood {
	case away, closed:
		if now >= a.wakes {
			a.dial()
		}
	case dialing:
		if now-a.dialed > openingLimit {
			a.drop()
		}
	case open:
		if now-a.heard > silentLimit {
			good := !a.cable.dead && !a.cable.closing && now-a.sim.climate.quietAt > silentLimit+lingerLimit
			a.sim.must(!good, "good lines do not fall silent", a, "nothing was heard since %d", a.heard)
			a.drop()
			return
		}
		if !a.hidden {
			a.run()
		}
		a.ask()
	}
}

// dial calls the server and says hello.
func (a *actor) dial() {
	a.mood, a.dialed, a.wait = dialing, a.sim.now, 0
	a.cable = a.sim.newCable(a)
	a.cable.upWay.newest = a.sim.now + 2*a.cable.upWay.delay // the handshakes below
	a.tainted = false
	a.sim.note(a.no, "dials", uint64(a.cable.no), 0)
	hello := protocol.Hello{MinVersion: 1, MaxVersion: protocol.Version, Build: "sim", Locale: "en", Resume: a.key}
	if a.version != 0 {
		hello.MinVersion, hello.MaxVersion = a.version, a.version
	}
	if !a.mute {
		a.send(&hello)
	}
}

// send sends messages together.
func (a *actor) send(messages ...up) {
	w := a.sim.writer
	w.Reset(w.Bytes()[:0])
	for _, m := range messages {
		m.Append(w)
	}
	a.cable.write(w.Bytes())
}

// drop gives up a line without waiting for its close.
func (a *actor) drop() {
	c := a.cable
	c.hangUp(protocol.CloseGoingAway)
	a.lost(c, conn.CodeAbnormal)
}

// reload is a press of the reload button.
func (a *actor) reload(wait int) {
	if a.cable != nil {
		a.cable.hangUp(protocol.CloseGoingAway)
		a.cable = nil
	}
	a.mood, a.wakes, a.tries, a.helm.seq = closed, a.sim.now+wait, 0, a.firstSeq()
}

// lost is the end of a line, by whoever.
func (a *actor) lost(c *cable, code protocol.CloseCode) {
	if a.cable != c || a.mood == gone {
		return
	}
	a.sim.note(a.no, "lost", uint64(c.no), uint64(code))
	if a.known != nil && a.known.Bye.Code != 0 {
		a.lastBye = a.known.Bye
		code = protocol.CloseCode(a.known.Bye.Code)
		a.wait = int(a.known.Bye.RetryMs) * flight.Rate / 1000
	}
	a.cable, a.known, a.tainted = nil, nil, false
	switch back := code.Returns() || code == protocol.CloseGoingAway || code == conn.CodeNoStatus || code == conn.CodeAbnormal; {
	case a.once:
		a.mood = gone
	case back:
		a.mood = away
		a.wakes = a.sim.now + leastWait + a.wait + a.chance.IntN(min(mostWait, firstWait<<min(a.tries, 8)))
		a.tries++
	default: // somebody presses reload, after a while
		a.mood, a.wakes = closed, a.sim.now+10+a.chance.IntN(50)
		a.helm.seq = a.firstSeq()
	}
}

// run flies the ticks that are due, and says what there is to say.
func (a *actor) run() {
	h, seen := &a.helm, a.known.Tick
	if a.frames == 0 {
		return
	}
	a.steer()
	for goal := a.metro.newest(a.sim.now) + a.metro.lead; h.tick < goal; {
		if h.tick+1 == goal && (h.owed || h.want != h.flown) {
			a.say(h.want, goal)
		}
		h.fly(h.tick + 1)
	}
	if seen != a.told {
		a.beat()
	}
}

// beat is the heartbeat: its tick is flown already, so it tells what that was flown with.
func (a *actor) beat() {
	if a.sim.now-a.sentAt >= heartbeat || a.known.Tick-a.told >= backlog {
		a.say(a.helm.flown, a.helm.tick)
	}
}

func (a *actor) say(k course, tick uint32) {
	in := a.helm.input(k, tick, a.known.Tick)
	a.sentAt, a.told = a.sim.now, a.known.Tick
	a.sim.note(a.no, "says", uint64(in.Seq), uint64(tick))
	a.send(&in)
}

// ask tells wishes: a ship, an upgrade.
func (a *actor) ask() {
	m := a.known
	if m.Offer.Number != 0 && m.Offer.Number != a.chose {
		a.chose = m.Offer.Number
		a.send(&protocol.Choose{Offer: m.Offer.Number, Index: uint8(a.chance.IntN(3))})
	}
	if a.frames == 0 || a.sim.now < a.playAt {
		return
	}
	switch phase := m.Phase.Phase; {
	case a.plays && phase != protocol.PhaseFlying:
		a.playAt = a.sim.now + playAgain
		a.send(&protocol.Play{Name: a.sim.name(a), Hue: uint8(a.no % 8)})
	case !a.plays && phase != protocol.PhaseSpectating:
		a.playAt = a.sim.now + playAgain
		a.send(&protocol.Leave{})
	}
}

// hear takes a parcel off a line.
func (a *actor) hear(c *cable, p *parcel) {
	if a.cable != c || a.mood == gone {
		return // of a line that was given up only the newest is listened to
	}
	if p.last != 0 {
		a.lost(c, p.last)
		return
	}
	payload := p.bytes[headSize(p.bytes):]
	a.sim.note(a.no, "hears", uint64(len(payload)), a.sim.sum(payload))
	r := a.sim.reader
	r.Reset(payload)
	if id, _ := r.Next(); id == protocol.IDWelcome {
		var m protocol.Welcome
		m.Decode(r)
		a.sim.must(r.Err() == nil, "decodes", a, "welcome: %v", r.Err())
		a.welcome(&m)
		return
	}
	if a.known == nil { // a bye instead of a welcome
		a.known = mirror.New(a.sim.cat, 0)
	}
	a.frame(payload, &p.must)
}

// headSize is the length of the head of a WebSocket frame from a server.
func headSize(frame []byte) int {
	switch frame[1] {
	case 126:
		return 4
	case 127:
		return 10
	}
	return 2
}

// welcome begins a line.
func (a *actor) welcome(m *protocol.Welcome) {
	s := a.sim
	s.must(a.mood == dialing, "one welcome a line", a, "mood %d", a.mood)
	s.admitted(a, m)
	if !m.Resumed {
		a.deeds = a.deeds[:0]
	}
	a.key, a.session = bytes.Clone(m.Resume), m.Session
	a.mood, a.heard, a.frames, a.tries = open, s.now, 0, 0
	a.known = mirror.New(s.cat, m.Tick)
	a.metro.begin(m.Tick, s.now)
	a.helm.cat, a.since, a.acked = s.cat, a.helm.seq, 0
	a.helm.begin(m.Tick + leadStart)
	a.told, a.sentAt, a.playAt, a.chose = m.Tick, s.now, 0, 0
	for i := range a.deeds {
		a.deeds[i].owed = false // it went with the line, or did not
	}
	if s.climate.views {
		a.look()
	}
}

// look tells how much the screen shows.
func (a *actor) look() {
	a.send(&protocol.View{HalfWidth: uint16(a.chance.IntN(700)), HalfHeight: uint16(a.chance.IntN(700))})
}

// frame takes what the world sent.
func (a *actor) frame(payload []byte, must *promise) {
	m, before := a.known, a.known.Tick
	kills, selfTick := m.Kills, m.SelfTick
	had := m.HasSelf
	err := m.Take(payload)
	a.sim.must(err == nil, "decodes", a, "after tick %d: %v", before, err)
	if m.Bye.Code != 0 && m.Tick == before {
		return // a bye alone
	}
	a.frames++
	a.heard = a.sim.now
	a.sim.must(int32(m.Tick-before) > 0, "ticks go on", a, "tick %d after %d", m.Tick, before)
	a.metro.heard(m.Tick, m.Margin, a.sim.now)
	if m.Phase.Phase != protocol.PhaseFlying {
		a.helm.flying = false
		a.helm.want.power, a.helm.want.buttons = 0, 0
	} else if m.HasSelf && (!had || m.SelfTick != selfTick) {
		if a.helm.told(&m.Self, m.SelfTick) {
			a.helm.owed = true // a new ship holds nothing until it is told
			a.sim.note(a.no, "flies", uint64(a.helm.slot), uint64(m.SelfTick))
		}
	}
	if a.helm.flying {
		a.flew = a.sim.now
	}
	a.sim.verify(a, payload, m.Kills-kills, must)
	if a.mood != open {
		return
	}
	if a.hidden {
		a.run() // a page that is not shown has no other clock
	}
	a.beat()
}

// firstSeq is where a page begins to number its inputs: often near the wrap.
func (a *actor) firstSeq() uint16 { return uint16(65400 - a.chance.IntN(2)*a.chance.IntN(65000)) }
