package swarm

import (
	"fmt"
	"math"

	"github.com/orbrawl/orbrawl/game/catalog"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// beliefBound is how far the own flight, undisturbed, may be from what everybody believes of the ship, in u: the
// standard's 2 u, half of it again for good measure, and the rounding of a position.
const beliefBound = 2.5 + 0.36

// In a crowd the standard allows more.
const (
	crowdBound = 12 + 0.36
	crowdFrom  = 6  // ships known: so many can push each other about
	crowdLasts = 60 // ticks after the server corrected the own flight, or told of ships beyond the window
)

// standing is what must not fall within one life.
type standing struct {
	known bool
	protocol.Progress
}

func (p *pilot) verifyWelcome() {
	m := &p.welcome
	switch {
	case m.Version != protocol.Version:
		p.fault("the welcome chose a version that was not offered", fmt.Sprint(m.Version))
	case m.Rate != flight.Rate:
		p.fault("the welcome names another tick rate than flight knows", fmt.Sprint(m.Rate))
	case m.Catalog != p.course.cat.Hash:
		p.fault("the welcome names another catalog than /api/catalog gives", m.Catalog)
	case m.Space != protocol.SpaceHalf || m.Cell != protocol.CellSize:
		p.fault("the welcome names another space than the standard", fmt.Sprintf("half %d, cell %d", m.Space, m.Cell))
	case len(m.Resume) != 16:
		p.fault("the welcome brings no resume key", fmt.Sprintf("%d bytes", len(m.Resume)))
	}
}

func (p *pilot) verifyWindow() {
	w := p.window
	inside := w.N0 >= w.X0 && w.N1 <= w.X1 && w.M0 >= w.Y0 && w.M1 <= w.Y1
	if !inside || w.N0 > w.N1 || w.M0 > w.M1 {
		p.fault("a window is inside out", fmt.Sprintf("%+v", w))
	}
}

// verifyNews looks at the groups of a message.
func (p *pilot) verifyNews(id protocol.MessageID, b []byte) {
	var by [protocol.NewsKinds]int
	switch {
	case !p.open && id != protocol.IDFrame: // the first window stands behind the first head
		p.fault("news came before the first window", id.String())
	case !protocol.CountNews(b, &by):
		p.fault("news does not hold whole groups", fmt.Sprintf("%s of %d bytes", id, len(b)))
	}
	if !p.course.measuring.Load() {
		return
	}
	block := &p.tally.byNews[0]
	if id == protocol.IDCellState {
		block = &p.tally.byNews[1]
	}
	for kind, n := range by {
		block[kind] += n
	}
}

// verifyCell looks at the cell of a state: it must lie in the window, but for empty states of cells that left it.
func (p *pilot) verifyCell() {
	cell, size := p.state.Cell, len(p.state.News)
	switch {
	case p.reader.Err() != nil || p.window.Holds(cell):
	case !p.news.window.Holds(cell):
		p.fault("a cell outside the window came", fmt.Sprintf("cell %d, window %+v", cell, p.window))
	case size > 0:
		p.fault("a cell outside the window came with things in it", fmt.Sprintf("cell %d, %d bytes, window %+v", cell, size, p.window))
	}
}

func (p *pilot) verifyStatus() {
	m := &p.status
	if m.Hull == 0 && p.phase.Phase == protocol.PhaseFlying {
		p.fault("a hull of 0 flies", fmt.Sprintf("%+v", *m))
	}
	if m.Hull > m.HullMax || m.Shield > m.ShieldMax {
		p.fault("hull or shield is above its full value", fmt.Sprintf("%+v", *m))
	}
}

// verifyProgress compares with the newest standing of this life.
func (p *pilot) verifyProgress() {
	now, last := &p.progress, &p.standing
	flying := p.phase.Phase == protocol.PhaseFlying
	fell := now.Level < last.Level || now.Ore < last.Ore || now.Score < last.Score || now.Kills < last.Kills
	if flying && last.known && fell {
		p.fault("progress fell within a life", fmt.Sprintf("%+v after %+v", *now, last.Progress))
	}
	p.standing = standing{flying, *now}
}

func (p *pilot) verifyOffer() {
	m := &p.offer
	if m.Number != 0 && (m.A == m.B || m.B == m.C || m.A == m.C || max(m.A, m.B, m.C) >= catalog.TrackCount) {
		p.fault("an offer is not of three different tracks", fmt.Sprintf("%+v", *m))
	}
}

func (p *pilot) verifyBoard(m *protocol.Board) {
	for i := 1; i < len(m.Rows); i++ {
		if m.Rows[i].Score > m.Rows[i-1].Score {
			p.fault("the table is out of order", fmt.Sprintf("row %d", i))
			return
		}
	}
}

// verifySelf looks at the state that was told of the own ship.
func (p *pilot) verifySelf() {
	m := &p.self
	edge := math.Max(math.Abs(m.X), math.Abs(m.Y))
	if int(m.Hull) >= len(p.course.cat.Hulls) || len(m.Tracks) != catalog.TrackCount || edge > protocol.SpaceHalf {
		p.fault("the own ship's state cannot be", fmt.Sprintf("%+v", *m))
	}
	if p.phase.Phase != protocol.PhaseFlying || p.phase.Focus != m.Slot {
		p.fault("a ship's state came that the phase does not name", fmt.Sprintf("slot %d, phase %+v", m.Slot, p.phase))
	}
}

// verifyOwn holds the own flight against what everybody believes of the ship, unless an input is still on its
// way or was late: then the server's word is to come.
func (p *pilot) verifyOwn() {
	if p.phase.Phase != protocol.PhaseFlying {
		return
	}
	own := &p.ahead.at(p.tick).body
	sure := p.ahead.sure(p.tick, p.ack.Seq)
	if sure && !p.window.Holds(protocol.CellOf(own.X, own.Y)) {
		p.fault("the own ship flies outside its window", fmt.Sprintf("at %.1f, %.1f, window %+v", own.X, own.Y, p.window))
	}
	if !p.full {
		return
	}
	t := p.mirror.Thing(p.phase.Focus)
	if t == nil || t.Kind != mirror.Ship {
		p.fault("the own ship is not in its window", fmt.Sprintf("slot %d", p.phase.Focus))
		return
	}
	if t.Gen != p.self.Gen || t.Left == 0 {
		p.fault("the own ship is believed to be gone", fmt.Sprintf("generation %d, told %d; hull %d", t.Gen, p.self.Gen, t.Left))
	}
	if !sure {
		return
	}
	p.tally.compared++
	bound := beliefBound
	if p.shipsKnown >= crowdFrom || p.tick-p.selfAt < crowdLasts || p.tick-p.mirror.GlanceTick < crowdLasts {
		bound = crowdBound
	}
	if off := math.Hypot(t.X-own.X, t.Y-own.Y); off > bound {
		p.fault("the own flight went another way than the server's", fmt.Sprintf(
			"%.2f u off: computed %.1f, %.1f, believed %.1f, %.1f, ack %d of %d", off, own.X, own.Y, t.X, t.Y, p.ack.Seq, p.ahead.seq))
		p.ahead.flying = false // until the server tells; once is enough
	}
}

// verifyWorld compares notes with the other pilots, and looks for things where none can be known.
func (p *pilot) verifyWorld() {
	if p.tick%ledgerEvery != 0 {
		return
	}
	for _, slot := range p.course.ledger.compare(p.mirror) {
		p.fault("two pilots believe different things of one slot", fmt.Sprintf("%+v", *p.mirror.Thing(slot)))
	}
	p.tally.looks++
	p.shipsKnown = 0
	p.mirror.Things(func(t *mirror.Thing) {
		if t.Kind == mirror.Ship {
			p.tally.ships++
			p.shipsKnown++
		}
		p.tally.things++
		if !p.window.Holds(protocol.CellOf(t.X, t.Y)) {
			p.fault("a thing is known outside the window", fmt.Sprintf("slot %d at %.1f, %.1f, window %+v", t.Slot, t.X, t.Y, p.window))
		}
	})
}
