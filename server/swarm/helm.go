package swarm

import (
	"fmt"

	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

const (
	heartbeat = flight.Rate / 5 // ticks without an input, after which one is sent to acknowledge
	playAgain = 2 * flight.Rate // ticks without an answer, after which a ship is asked for again
	lagMost   = 63              // what the field of an input holds
)

// follow takes what a frame told into the own flight, and answers it.
func (p *pilot) follow() {
	p.lead.heard(p.ack.Margin, p.tick)
	target := p.tick + p.lead.ticks
	p.ahead.fly(target - 1)
	if p.news.phase && p.phase.Phase != protocol.PhaseFlying {
		p.ahead.land()
	}
	if p.news.died {
		p.playAt = p.tick + uint32(p.died.Wait)
	}
	if p.news.self {
		p.verifySelf()
		p.corrected()
	}
	p.verifyOwn()
	if p.full {
		p.verifyWorld()
	}
	p.answer(target)
}

// corrected takes the server's word on the own ship.
func (p *pilot) corrected() {
	p.selfAt = p.tick
	off, exact, known := p.ahead.told(&p.self, p.tick)
	switch {
	case !known:
	case exact:
		p.tally.exact++
	default:
		p.tally.corrections.add(off)
	}
}

// answer sends what there is to say, in one frame.
func (p *pilot) answer(target uint32) {
	if p.news.offer && p.offer.Number != 0 {
		m := protocol.Choose{Offer: p.offer.Number, Index: uint8(p.chance.IntN(3))}
		m.Append(p.writer)
	}
	if p.phase.Phase != protocol.PhaseFlying && int32(p.tick-p.playAt) >= 0 {
		p.play()
	}
	if p.ahead.tick < target {
		p.steer(target)
	}
	p.send()
}

// play asks for a ship.
func (p *pilot) play() {
	p.playAt = p.tick + playAgain
	m := protocol.Play{Name: fmt.Sprintf("Swarm %d", p.no+1), Hue: uint8(p.no % 8)}
	m.Append(p.writer)
}

// steer thinks when it is time to, and sends the controls when they change or a heartbeat is due.
func (p *pilot) steer(target uint32) {
	if p.ahead.flying && int32(p.tick-p.thinkAt) >= 0 {
		p.think()
	}
	if p.ahead.held != p.sent || p.tick-p.sentAt >= heartbeat {
		p.ahead.seq++
		if p.course.measuring.Load() {
			p.tally.sent++
		}
		p.sent, p.sentAt = p.ahead.held, p.tick
		m := p.input(target)
		m.Append(p.writer)
	}
	p.ahead.fly(target)
}

func (p *pilot) input(target uint32) protocol.Input {
	h := &p.ahead.held
	m := protocol.Input{
		Seq: p.ahead.seq, Tick: uint16(target), Seen: uint16(p.tick), Move: h.helm.Move, Power: h.helm.Power,
		Aim: h.aim, Lag: uint8(min(target-p.tick, lagMost)),
	}
	if h.fire {
		m.Buttons |= protocol.ButtonFire
	}
	if h.helm.Beam {
		m.Buttons |= protocol.ButtonBeam
	}
	if h.helm.Boost {
		m.Buttons |= protocol.ButtonBoost
	}
	return m
}

// think decides what to hold from now on: by the mind, or, without a mirror, by a walk through the sector.
func (p *pilot) think() {
	c := &p.course.cat.Bots
	slow := float64(c.ReactionMax-c.ReactionMin) * (1 - p.mind.Skill)
	p.thinkAt = p.tick + c.ReactionMin + uint32(slow) + uint32(p.chance.IntN(3))
	if !p.full {
		p.ahead.held = p.stroll()
		return
	}
	p.look()
	a := p.mind.Think(&p.sight, p.chance)
	p.ahead.held = controls{
		helm: flight.Helm{Move: a.Move, Power: min(a.Power, protocol.ShipPower), Boost: a.Boost, Beam: a.Beam},
		aim:  a.Aim % flight.Dirs, fire: a.Fire,
	}
}
