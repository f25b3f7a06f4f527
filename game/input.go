package game

import (
	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
)

// Controls is what a pilot holds, until it holds something else. People's come from [protocol.Input], bots'
// from their minds; there is no other way to fly a ship.
type Controls struct {
	Move  uint8  // direction of thrust, 1/256 turns
	Power uint8  // 0 to 15
	Aim   uint16 // 1/1024 turns
	Fire  bool
	Beam  bool
	Boost bool
	Lag   uint8 // ticks back in time that the pilot sees the others
}

// ControlsOf reads the controls out of a message.
func ControlsOf(m *protocol.Input) Controls {
	return Controls{
		Move: m.Move, Power: m.Power, Aim: m.Aim, Lag: m.Lag,
		Fire: m.Buttons&protocol.ButtonFire != 0, Beam: m.Buttons&protocol.ButtonBeam != 0,
		Boost: m.Buttons&protocol.ButtonBoost != 0,
	}
}

// helm is the part of the controls that flight knows.
func (c Controls) helm() flight.Helm {
	return flight.Helm{Move: c.Move, Power: c.Power, Boost: c.Boost, Beam: c.Beam}
}

// Verb says what an [Input] does.
type Verb uint8

// The verbs.
const (
	VerbHold   Verb = iota // hold Controls from now on
	VerbJoin               // a person comes, watching
	VerbPlay               // take a ship, as Name and Hue
	VerbChoose             // take upgrade Index of offer Number
	VerbEject              // give up the ship
	VerbLeave              // be forgotten
	VerbDrift              // the line is cut: an autopilot takes over
	VerbBack               // the line is back
	VerbCalm               // of nobody: let bots think more rarely, by Index more reaction times
)

// Input is one pilot's act at the start of a tick. Inputs are all that reaches a world from outside, so a
// world's inputs, tick by tick, are its recording.
type Input struct {
	Pilot    PilotID
	Verb     Verb
	Late     bool // the tick it was meant for is over: the browser computed something else
	Controls Controls
	Name     string
	Hue      uint8
	Number   uint16
	Index    uint8
}

// take applies one input. What makes no sense (an unknown pilot, a ship for who has one) does nothing.
func (w *World) take(in *Input) {
	switch in.Verb {
	case VerbJoin:
		w.join(in)
		return
	case VerbCalm:
		w.Calm = min(in.Index, calmMost)
		return
	}
	p := w.Pilot(in.Pilot)
	if p == nil || p.Bot {
		return
	}
	switch in.Verb {
	case VerbHold:
		w.hold(p, in)
	case VerbPlay:
		w.play(p, in)
	case VerbChoose:
		w.choose(p, in.Number, int(in.Index))
	case VerbEject:
		w.eject(p)
	case VerbLeave:
		w.eject(p)
		w.dropPilot(p.ID)
	case VerbDrift, VerbBack:
		w.castOff(p, in.Verb == VerbDrift)
	}
}

func (w *World) join(in *Input) {
	if in.Pilot == 0 || in.Pilot&botID != 0 || w.Pilot(in.Pilot) != nil {
		return
	}
	w.addPilot(Pilot{ID: in.Pilot, Name: in.Name, Hue: in.Hue & 7})
}

func (w *World) hold(p *Pilot, in *Input) {
	p.Helm = in.Controls
	p.Helm.Power = min(p.Helm.Power, 15)
	p.Helm.Aim %= flight.Dirs
	if s := w.shipOf(p); s != nil && in.Late {
		s.Disturbed = true
	}
}

func (w *World) play(p *Pilot, in *Input) {
	waited := p.DiedAt == 0 || w.Tick-p.DiedAt >= Tick(w.cat.Sector.RespawnWait)
	if p.Phase == Flying || !waited {
		return
	}
	p.Name, p.Hue = in.Name, in.Hue&7
	p.Helm = Controls{}
	w.spawn(p)
}

// eject takes a pilot out of its ship, which leaves without a trace. It costs the wait and the levels that death
// costs, or it would be the way out of every lost fight.
func (w *World) eject(p *Pilot) {
	if p.Phase == Flying {
		w.end(p.Ship, KindShip, protocol.GoneQuiet)
		w.dropShip(p.Ship)
		w.shed(p)
		p.DiedAt = w.Tick
	}
	p.Phase, p.Ship = Watching, NoEntity
}

func (w *World) castOff(p *Pilot, adrift bool) {
	p.Adrift = adrift
	p.Helm = Controls{Aim: p.Helm.Aim}
	if adrift {
		p.Mind = brain.NewMind(brain.Autopilot, 0.5)
	}
	if s := w.shipOf(p); s != nil {
		s.Disturbed = true
	}
}
