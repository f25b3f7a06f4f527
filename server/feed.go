package server

import (
	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

const (
	// quietTicks is the longest silence: at least 5 frames a second keep clocks and acknowledgements alive.
	quietTicks = flight.Rate / 5
	// stuckTicks is how long a client may be without progress until it is asked to come back.
	stuckTicks = 15 * flight.Rate
)

// feed puts into the outbox what a client must be told at this tick, in one frame, or skips it: when its last
// write is unfinished, or it has not acknowledged enough. Skipping costs nothing later but the cells that changed.
func (l *loop) feed(c *client) {
	if c.session == nil || !c.greeted {
		return
	}
	if s := l.world.ShipOf(c.pilot); s != nil && s.Disturbed {
		c.told.owed = true
	}
	line := c.session.conn
	if line.Closing() {
		return
	}
	switch c.pace.judge(c.sentAt, l.now()) {
	case paceRest:
		l.skip(c, "pace")
		return
	case paceWait:
		l.skip(c, "behind")
		return
	case paceGiveUp:
		l.bye(c.session, protocol.CloseStalled, 0)
		l.count.drop("stalled")
		return
	}
	if !line.Ready() {
		l.skip(c, "unsent")
		return
	}
	l.compose(c)
}

// skip sends a client nothing at this tick. What must arrive all the same is owed.
func (l *loop) skip(c *client, reason string) {
	l.count.skip(reason)
	l.oweKills(c, c.viewer.Window, true)
}

// compose builds the frame.
func (l *loop) compose(c *client) {
	now := l.now()
	o := &l.outbox
	from := len(o.bytes)
	var room [conn.HeadRoom]byte
	x, y := l.place(c)
	next, moved := c.viewer.Look(x, y, c.halfWidth*c.pace.reach(), c.halfHeight*c.pace.reach(), game.EveryRing)
	whole, had, owed := l.cells.Stale(&c.viewer), c.viewer.Window, len(c.kills)
	frame, empty := l.cells.Feed(&c.viewer, next, moved, uint16(now-c.headAt), append(o.bytes, room[:]...))
	l.writer.Reset(frame)
	l.oweKills(c, had, whole)
	l.personal(c)
	if empty && len(l.writer.Bytes()) == len(frame) && now-c.sentAt < quietTicks {
		o.bytes = frame[:from]
		return
	}
	l.tellAck(c)
	o.bytes = l.writer.Bytes()
	o.letters = append(o.letters, letter{client: c, from: from, to: len(o.bytes), owed: owed})
}

// tellAck says what became of the client's inputs. It is no reason for a frame: it goes with the next.
func (l *loop) tellAck(c *client) {
	m := protocol.Ack{Seq: c.ack, Margin: c.margin}
	if m == c.told.ack {
		return
	}
	c.told.ack = m
	l.countedTo = len(l.writer.Bytes())
	m.Append(l.writer)
	l.counted(protocol.IDAck)
}

// lookAhead is how far ahead of its ship a client looks, in seconds of its speed: its camera leads, and it flies
// ahead of the server.
const lookAhead = 0.3

// place is what the client's view is centred on.
func (l *loop) place(c *client) (x, y float64) {
	if s := l.world.ShipOf(c.pilot); s != nil {
		return s.X + s.Vx*lookAhead, s.Y + s.Vy*lookAhead
	}
	if p := l.world.Pilot(c.pilot); p != nil && p.Phase == game.Dead {
		if s := l.world.ShipOf(p.Run.By); s != nil {
			return s.X, s.Y
		}
	}
	return l.stage.x, l.stage.y
}

// welcome is the first frame of a connection.
func (l *loop) welcome(c *client, resumed bool) {
	cat := l.world.Catalog()
	m := protocol.Welcome{
		Version: protocol.Version, Build: l.build, Session: c.id, Resume: c.key[:], Resumed: resumed,
		Rate: flight.Rate, Tick: uint32(l.now()), Catalog: cat.Hash, Space: protocol.SpaceHalf,
		Cell: protocol.CellSize, LagMax: cat.Sector.LagMax, MaxUp: protocol.MaxUp, Server: l.conf.Name,
		Messages: protocol.Messages,
	}
	var room [conn.HeadRoom]byte
	l.writer.Reset(append(l.frame[:0], room[:]...))
	m.Append(l.writer)
	l.frame = l.writer.Bytes()
	if err := c.session.conn.WriteFrame(conn.Seal(l.frame)); err != nil {
		l.log.Debug("welcome was not taken", "session", c.id, "err", err)
		c.session.conn.Close(protocol.CloseFault, protocol.CloseFault.Closing().Sentence)
		return
	}
	c.greeted, c.headAt = true, l.now()
	l.count.welcome(resumed)
}
