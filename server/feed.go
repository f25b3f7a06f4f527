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

// align brings clients that look at the same part of the world nearer to each other in the loop's list, by one pass of
// a sort at each tick, forth and back: what the one was just fed is then still in the processor's cache for the next.
func (l *loop) align() {
	n := len(l.clients)
	for i := 1; i < n; i++ {
		at := i
		if l.now()%2 == 0 {
			at = n - i
		}
		a, b := l.clients[at-1], l.clients[at]
		if a.region() > b.region() {
			l.clients[at-1], l.clients[at] = b, a
		}
	}
}

// region numbers the parts of the world so that neighbours have numbers near each other.
func (c *client) region() int {
	const band = 8 // rows of cells
	return int(c.viewer.Window.Y0)/band*protocol.CellsAcross + int(c.viewer.Window.X0)
}

// feed puts into the outbox what the clients must be told at this tick, in one frame each. Who is there, and who of
// them is fed, is found out for all before the first is fed: in short passes the processor fetches what it needs of
// many clients from memory at once, where it would wait for one after the other.
func (l *loop) feed() {
	l.align()
	l.guests = l.guests[:0]
	for _, c := range l.clients {
		if c.session != nil && c.greeted && !c.line.Closing() {
			l.guests = append(l.guests, guest{client: c})
		}
	}
	for i := range l.guests {
		l.invite(&l.guests[i])
	}
	for i := range l.guests {
		if g := &l.guests[i]; g.fed {
			l.compose(g.client, g.whois)
		}
	}
	clear(l.guests)
}

// guest is a client with a line.
type guest struct {
	client *client
	whois
	fed bool // at this tick
}

// whois is the pilot of a client and its ship, nil when there is none.
type whois struct {
	pilot *game.Pilot
	ship  *game.Ship
}

func (l *loop) whoIs(c *client) (me whois) {
	me.pilot, c.place = l.world.PilotAt(c.place, c.pilot)
	if me.pilot != nil && me.pilot.Phase == game.Flying {
		me.ship = l.world.Ship(me.pilot.Ship)
	}
	return me
}

// invite has a client fed, or skips it: when its last write is unfinished, or it has not acknowledged enough. Skipping
// costs nothing later but the cells that changed.
func (l *loop) invite(g *guest) {
	c := g.client
	g.whois = l.whoIs(c)
	c.told.owed = c.told.owed || g.ship != nil && g.ship.Disturbed
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
	if !c.line.Ready() {
		l.skip(c, "unsent")
		return
	}
	g.fed = !l.waits(c, g.whois)
}

// skip sends a client nothing at this tick. What must arrive all the same is owed.
func (l *loop) skip(c *client, reason string) {
	l.count.skip(reason)
	l.oweKills(c, c.viewer.Window, true)
}

// waits leaves out a tick of a client that is told of it with the next, since a message costs what it costs, however
// short it is: where nothing concerns the player itself, and nobody shot, was hit or died close to its ship. A strained
// server leaves out every second tick of each, of one half at one tick, and of the other at the next.
func (l *loop) waits(c *client, me whois) bool {
	if l.now()-c.headAt >= quietTicks || l.involved(c) {
		return false
	}
	if l.strain.level >= shedRate {
		return (uint32(l.now())+c.id)%2 == 0 && l.cells.Wait(&c.viewer, false, 0)
	}
	if l.presses(c, me) {
		return false
	}
	if me.ship == nil {
		return l.cells.Wait(&c.viewer, false, 0)
	}
	return l.cells.Wait(&c.viewer, true, protocol.CellOf(me.ship.X, me.ship.Y))
}

// compose builds the frame.
func (l *loop) compose(c *client, me whois) {
	now := l.now()
	o := &l.outbox
	var room [conn.HeadRoom]byte
	p := letter{client: c, line: c.line, from: len(o.bytes), owed: len(c.kills)}
	o.bytes = append(o.bytes, room[:]...)
	had, stale := c.viewer.Window, l.cells.Stale(&c.viewer)
	next, moved := l.gaze(c, me)
	frames, tells := l.cells.Feed(&c.viewer, next, moved, uint16(now-c.headAt), o.bytes)
	l.writer.Reset(frames)
	l.oweKills(c, had, stale)
	l.personal(c, me)
	l.tellAfar(c, me)
	if !tells && len(l.writer.Bytes()) == len(frames) && now-c.headAt < quietTicks {
		o.bytes = frames[:p.from]
		return
	}
	l.tellAck(c)
	o.bytes = l.writer.Bytes()
	p.to, p.whole = len(o.bytes), stale || apart(had, next)
	o.letters = append(o.letters, p)
}

// gaze turns the client's window to where it looks now.
func (l *loop) gaze(c *client, me whois) (next protocol.Window, moved bool) {
	g := game.Gaze{HalfWidth: c.halfWidth, HalfHeight: c.halfHeight, Rings: c.budget.ringsOf()}
	g.Reach = min(c.pace.reach(), reachSteps[c.budget.reach])
	g.X, g.Y = l.place(c, me, g.Reach)
	if l.strain.level >= shedFar {
		g.Rings = min(g.Rings, farRings)
	}
	return c.viewer.Look(&g)
}

// tellAfar tells of ships on the screen that the window, which the budget has made smaller, does not show. A line that
// is slow is spared them.
func (l *loop) tellAfar(c *client, me whois) {
	c.viewer.Spare(c.budget.reach > 0)
	if c.budget.reach == 0 || c.pace.reach() < 1 {
		return
	}
	l.countedTo = len(l.writer.Bytes())
	x, y := l.place(c, me, 1)
	l.writer.Reset(l.cells.Afar(&c.viewer, x, y, c.halfWidth, c.halfHeight, l.writer.Bytes()))
	l.counted(protocol.IDAfar)
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

// place is what the client's view is centred on. A window that shows only a share of it, in reach, does not lead its
// ship as far.
func (l *loop) place(c *client, me whois, reach float64) (x, y float64) {
	if s := me.ship; s != nil {
		ahead := lookAhead * reach
		return s.X + s.Vx*ahead, s.Y + s.Vy*ahead
	}
	if me.pilot != nil {
		_, x, y = l.view(c, me.pilot)
		return x, y
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
