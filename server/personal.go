package server

import (
	"math"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// Pauses between two tellings of what changes all the time, in ticks.
const (
	statusPause   = 3
	progressPause = 8
)

// counted counts what was appended since it was last called, as a message of that type.
func (l *loop) counted(id protocol.MessageID) {
	n := len(l.writer.Bytes())
	l.count.tell(id, n-l.countedTo)
	l.countedTo = n
}

// personal appends what only this client is told: what it is, how it stands, and its ship when it could not
// have computed it. All of it is told by comparing with what was told before, so nothing needs a queue, and a
// new connection hears everything.
func (l *loop) personal(c *client, me whois) {
	p := me.pilot
	if p == nil {
		return
	}
	l.countedTo = len(l.writer.Bytes())
	l.remind(c, me.ship != nil)
	l.tellPhase(c, p)
	if me.ship != nil {
		l.tellSelf(c, p, me.ship)
	}
	l.tellOffer(c, p)
	l.tellDeath(c, p)
	l.tellKills(c)
	if me.ship != nil {
		l.tellStatus(c, me.ship)
	}
	l.tellProgress(c, p)
	if c.told.board != l.stage.boardNo {
		c.told.board = l.stage.boardNo
		l.writer.Raw(l.stage.board)
		l.counted(protocol.IDBoard)
	}
	if c.told.chart != l.stage.chartNo {
		c.told.chart = l.stage.chartNo
		l.writer.Raw(l.stage.chart)
		l.counted(protocol.IDMap)
	}
	c.told.any = true
}

// presses reports whether some of that should not wait a tick.
func (l *loop) presses(c *client, me whois) bool {
	p, t := me.pilot, &c.told
	switch {
	case p == nil:
		return false
	case !t.any, t.offer != p.Offer.Number, t.waiting != p.Offer.Waiting, len(c.kills) > 0, c.wish != nil:
		return true
	case me.ship != nil && (t.owed || t.ship != me.ship.ID), p.Phase == game.Dead && t.died != p.DiedAt:
		return true
	}
	return t.phase != l.phaseOf(c, p)
}

func (l *loop) phaseOf(c *client, p *game.Pilot) protocol.Phase {
	m := protocol.Phase{Phase: uint8(p.Phase), Focus: protocol.Nobody}
	if p.Phase == game.Flying {
		m.Focus = p.Ship.Slot
	} else if s, _, _ := l.view(c, p); s != nil {
		m.Focus = s.ID.Slot
	}
	return m
}

func (l *loop) tellPhase(c *client, p *game.Pilot) {
	if m := l.phaseOf(c, p); !c.told.any || m != c.told.phase {
		c.told.phase = m
		m.Append(l.writer)
		l.counted(protocol.IDPhase)
	}
}

// tellSelf gives the exact state of the ship when something disturbed it since it was last told.
func (l *loop) tellSelf(c *client, p *game.Pilot, s *game.Ship) {
	if !c.told.owed && c.told.ship == s.ID {
		return
	}
	c.told.owed = false
	c.told.ship = s.ID
	m := protocol.Self{
		Slot: s.ID.Slot, Gen: s.ID.Gen, X: s.X, Y: s.Y, Vx: s.Vx, Vy: s.Vy, Energy: s.Energy, Cool: s.Cool,
		Hull: s.Hull, Tracks: p.Tracks[:],
	}
	m.Append(l.writer)
	l.counted(protocol.IDSelf)
}

func (l *loop) tellStatus(c *client, s *game.Ship) {
	m := protocol.Status{
		Hull: points(s.Armor), HullMax: points(s.Armors), Shield: points(s.Cover), ShieldMax: points(s.Covers),
		EnergyMax: points(s.Drive.EnergyMax),
	}
	if m == c.told.status || l.now()-c.told.statusAt < statusPause {
		return
	}
	c.told.status, c.told.statusAt = m, l.now()
	m.Append(l.writer)
	l.counted(protocol.IDStatus)
}

// points rounds up, so that a ship that lives does not show 0.
func points(v float64) uint16 { return uint16(min(max(math.Ceil(v), 0), 65535)) }

func (l *loop) tellProgress(c *client, p *game.Pilot) {
	if c.told.progAt != 0 && l.now()-c.told.progAt < progressPause {
		return
	}
	cat := l.world.Catalog()
	m := protocol.Progress{
		Level: p.Level, Frac: protocol.QuantShare(p.XP / cat.Experience(p.Level)), Ore: p.Run.Ore, Score: p.Score,
		Kills: p.Run.Kills, Rank: l.stage.rank[c.pilot], Pilots: l.stage.people, Bots: l.stage.bots,
	}
	c.told.progAt = l.now()
	if c.told.any && m == c.told.progress {
		return
	}
	c.told.progress = m
	m.Append(l.writer)
	l.counted(protocol.IDProgress)
}

func (l *loop) tellOffer(c *client, p *game.Pilot) {
	o := &p.Offer
	if c.told.any && c.told.offer == o.Number && c.told.waiting == o.Waiting {
		return
	}
	c.told.offer, c.told.waiting = o.Number, o.Waiting
	m := protocol.Offer{Number: o.Number, A: o.Tracks[0], B: o.Tracks[1], C: o.Tracks[2], Waiting: o.Waiting}
	m.Append(l.writer)
	l.counted(protocol.IDOffer)
}

func (l *loop) tellDeath(c *client, p *game.Pilot) {
	if p.Phase != game.Dead || c.told.died == p.DiedAt {
		return
	}
	c.told.died = p.DiedAt
	wait := game.Tick(l.world.Catalog().Sector.RespawnWait)
	gone := l.now() - p.DiedAt
	m := protocol.Died{
		By: p.Run.ByName, BySlot: p.Run.BySlot, Cause: p.Run.Cause, Seconds: p.Run.Seconds, Kills: p.Run.Kills,
		Score: p.Score, Level: p.Run.Level, Kept: p.Level,
	}
	if gone < wait {
		m.Wait = uint8(wait - gone)
	}
	m.Append(l.writer)
	l.counted(protocol.IDDied)
}

// killsOwed bounds the kills that wait for a client that is skipped.
const killsOwed = 8

// oweKills keeps what the client's pilot has done and suffered in this tick until it is told: all of it where the
// frame brings whole cells or none at all, else what fell in a cell that is outside the inner part of the window, or
// was. The rest comes with the changes of its cell.
func (l *loop) oweKills(c *client, had protocol.Window, whole bool) {
	for i := range l.world.Kills {
		k := &l.world.Kills[i]
		own := k.By == c.pilot || k.Victim == c.pilot
		cell := protocol.CellOf(k.At.X, k.At.Y)
		seen := !whole && had.Near(cell) && c.viewer.Window.Near(cell)
		if own && !seen && len(c.kills) < killsOwed {
			c.kills = append(c.kills, l.world.KillMessage(k))
		}
	}
}

// involved reports whether the client's pilot has killed or was killed in this tick.
func (l *loop) involved(c *client) bool {
	for i := range l.world.Kills {
		if k := &l.world.Kills[i]; k.By == c.pilot || k.Victim == c.pilot {
			return true
		}
	}
	return false
}

// tellKills tells what is owed. It stays owed until the frame is sent.
func (l *loop) tellKills(c *client) {
	for i := range c.kills {
		c.kills[i].Append(l.writer)
		l.counted(protocol.IDKill)
	}
}
