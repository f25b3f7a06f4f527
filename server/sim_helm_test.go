package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// course is what is held of the controls.
type course struct {
	move, power uint8
	aim         uint16
	buttons     uint8
}

// legSpan is how many ticks of the own flight are kept.
const legSpan = 512

// legBlank is how many ticks before the start of a line are flown with nothing held.
const legBlank = 63

// leg is one tick of the own flight.
type leg struct {
	held course
	seq  uint16 // newest input for this tick or one before
	body flight.Body
}

// helm flies the own ship ahead of the server, as the standard says a client does: undisturbed it is exact.
type helm struct {
	cat    *catalog.Catalog
	tick   uint32 // newest tick flown
	began  uint32 // the first
	legs   [legSpan]leg
	want   course // what the hands hold
	flown  course // what the server heard last
	owed   bool   // the server must hear it, changed or not
	seq    uint16
	flying bool // the ship and its state are known
	slot   uint16
	gen    uint8
	fresh  uint16 // newest input when the ship came
	drive  flight.Drive
	period uint8
}

func (h *helm) at(tick uint32) *leg { return &h.legs[tick%legSpan] }

// begin starts a new line at tick: the server holds nothing until it is told.
func (h *helm) begin(tick uint32) {
	tick = max(tick, legBlank)
	h.tick, h.began, h.flying, h.owed = tick, tick-legBlank, false, true
	h.flown.power, h.flown.buttons = 0, 0
	for t := tick - legBlank; t <= tick; t++ {
		*h.at(t) = leg{held: h.flown, seq: h.seq}
	}
}

// fly goes on to tick to with what the server was told.
func (h *helm) fly(to uint32) {
	for h.tick < to {
		last := h.at(h.tick).body
		h.tick++
		l := h.at(h.tick)
		l.held, l.seq, l.body = h.flown, h.seq, last
		if h.flying {
			h.move(l)
		}
	}
}

func (h *helm) move(l *leg) {
	k := &l.held
	held := flight.Helm{
		Move: k.move, Power: k.power, Boost: k.buttons&protocol.ButtonBoost != 0, Beam: k.buttons&protocol.ButtonBeam != 0,
	}
	flight.Step(&l.body, held, &h.drive)
	flight.Trigger(&l.body, k.buttons&protocol.ButtonFire != 0, h.period)
}

// told takes the state that the server gave for the end of a tick, and flies the ticks after it again. It reports
// whether the ship is another one.
func (h *helm) told(m *protocol.Self, tick uint32) (fresh bool) {
	fresh = !h.flying || m.Slot != h.slot || m.Gen != h.gen
	var tracks catalog.Tracks
	copy(tracks[:], m.Tracks)
	h.drive = h.cat.Drive(int(m.Hull), tracks)
	h.period = h.cat.Period(h.cat.Hulls[m.Hull].GunIndex, tracks)
	h.flying, h.slot, h.gen = true, m.Slot, m.Gen
	if fresh {
		h.fresh = h.seq
	}
	if h.tick < tick { // the clock is behind: nothing was sent for these ticks
		h.fly(tick)
	}
	h.at(tick).body = flight.Body{X: m.X, Y: m.Y, Vx: m.Vx, Vy: m.Vy, Energy: m.Energy, Cool: m.Cool}
	for t := tick + 1; t <= h.tick; t++ {
		l := h.at(t)
		l.body = h.at(t - 1).body
		h.move(l)
	}
	return fresh
}

// sure reports whether the server had all inputs for a tick when it acknowledged ack. A new ship holds nothing until
// an input comes that was sent for it.
func (h *helm) sure(tick uint32, ack uint16) bool {
	kept := h.flying && tick >= h.began && tick <= h.tick && h.tick-tick < legSpan && int16(ack-h.fresh) > 0
	return kept && int16(ack-h.at(tick).seq) >= 0
}

// input is what is said of the controls, for a tick.
func (h *helm) input(k course, tick, seen uint32) protocol.Input {
	h.seq++
	h.flown, h.owed = k, false
	return protocol.Input{
		Seq: h.seq, Tick: uint16(tick), Seen: uint16(seen), Move: k.move, Power: k.power, Aim: k.aim, Buttons: k.buttons,
		Lag: uint8(min(max(int32(tick-seen), 0), 63)),
	}
}

// steer changes what the hands hold, now and then: a random course, and aim at whoever is near.
func (a *actor) steer() {
	h := &a.helm
	if !h.flying || a.temper == idle || a.hidden {
		h.want.power, h.want.buttons = 0, 0
		return
	}
	if a.chance.IntN(a.temper.pause()) != 0 {
		return
	}
	h.want.move, h.want.power = uint8(a.chance.IntN(256)), uint8(a.chance.IntN(16))
	h.want.buttons = uint8(a.chance.IntN(8))
	h.want.aim = uint16(a.chance.IntN(flight.Dirs))
	own, nearest := h.at(h.tick).body, math.Inf(1)
	a.known.Things(func(t *mirror.Thing) {
		if t.Kind != mirror.Ship && t.Kind != mirror.Rock || t.Slot == h.slot {
			return
		}
		if d := math.Hypot(t.X-own.X, t.Y-own.Y); d < nearest {
			nearest = d
			turn := math.Atan2(t.Y-own.Y, t.X-own.X) / (2 * math.Pi)
			h.want.aim = uint16(int(turn*flight.Dirs+2*flight.Dirs) % flight.Dirs)
			h.want.buttons |= protocol.ButtonFire
		}
	})
}

// How far ahead of the newest tick inputs are meant, in ticks.
const (
	leadStart  = 3
	leadMax    = 40
	leadSettle = 14 // until the margin tells of an input sent after the last change
	leadCalm   = 90 // of ample margin, after which the lead falls
)

// metronome tells which tick it is at the server, by the quickest frame of late, and how far ahead of it to fly.
type metronome struct {
	offset, rising int // newest tick less own time
	windowAt       int
	lead           uint32
	changedAt      int
	least          int8
}

// metroWindow is how long the quickest frame counts, in ticks.
const metroWindow = 75

func (m *metronome) begin(tick uint32, now int) {
	*m = metronome{offset: int(tick) - now, rising: int(tick) - now, windowAt: now, lead: leadStart, changedAt: now, least: 127}
}

func (m *metronome) heard(tick uint32, margin int8, now int) {
	offset := int(tick) - now
	if now-m.windowAt > metroWindow {
		m.offset, m.rising, m.windowAt = m.rising, offset, now
	}
	m.rising, m.offset = max(m.rising, offset), max(m.offset, offset)
	if now-m.changedAt < leadSettle {
		return
	}
	m.least = min(m.least, margin)
	switch {
	case margin < 1:
		m.set(m.lead+uint32(1-int32(margin)), now)
	case now-m.changedAt < leadCalm:
	case m.least > 2:
		m.set(m.lead-1, now)
	default:
		m.set(m.lead, now)
	}
}

func (m *metronome) set(lead uint32, now int) {
	m.lead, m.changedAt, m.least = min(max(lead, 1), leadMax), now, 127
}

// newest is the tick whose frame would be arriving now.
func (m *metronome) newest(now int) uint32 { return uint32(max(now+m.offset, 0)) }
