package server

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// tickLength is the time between two ticks.
const tickLength = time.Second / flight.Rate

// catchUp is how many ticks a late loop makes up for without pause; what is beyond is given up, and time goes
// slower for all alike.
const catchUp = 3

// loop is the world's only writer. It takes what the clients sent, steps the world, and sends each what
// changed in its window.
type loop struct {
	conf  Config
	log   *slog.Logger
	gate  *gate
	count *counters
	build string

	world   *game.World
	cells   *game.Cells
	clients []*client
	byKey   map[uuid.UUID]*client
	byConn  map[*session]*client
	lastID  uint32
	stage   stage
	strain  strain
	record  *recording
	pulse   *pulse
	parted  chan struct{} // closed when everybody has been told that the server goes
	newKey  func() uuid.UUID

	events []gateEvent // that wait for their turn

	steer []*client // with inputs for ticks to come

	// reused from tick to tick
	inputs    []game.Input
	inbox     []protocol.Input
	orders    []order
	guests    []guest
	frame     []byte
	outbox    outbox
	countedTo int // in the writer, see counted
	writer    *protocol.Writer
}

// newLoop makes a loop that nobody has come to yet.
func newLoop(conf Config, parts Parts, world *game.World, count *counters, beat *pulse) *loop {
	return &loop{
		conf: conf, log: parts.Log, gate: &gate{log: parts.Log, count: count}, count: count, build: parts.Build,
		world: world, cells: game.NewCells(world), byKey: map[uuid.UUID]*client{}, byConn: map[*session]*client{},
		stage: newStage(), writer: protocol.NewWriter(), pulse: beat, parted: make(chan struct{}), newKey: uuid.New,
	}
}

// run ticks until ctx is done. Deadlines are absolute, so that lateness does not add up.
func (l *loop) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	due := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		now := time.Now()
		l.count.began(now, now.Sub(due))
		l.relieve(l.tick())
		due = due.Add(tickLength)
		behind := time.Since(due)
		if slips := int(behind/tickLength) - catchUp; slips > 0 {
			due = due.Add(time.Duration(slips) * tickLength)
			l.count.slipped(slips)
			l.log.Warn("the tick loop is too slow; time goes slower for all", "ticks_given_up", slips, "behind", behind)
		}
		timer.Reset(time.Until(due))
	}
}

// tick is one step of everything. It returns how long it took.
func (l *loop) tick() time.Duration {
	clock := l.count.phases()
	l.admit()
	l.part()
	l.collect()
	clock.mark(phaseInput)
	l.world.Step(l.inputs)
	clock.mark(phaseStep)
	if l.record != nil {
		l.record.tick(l.world, l.inputs)
	}
	l.inputs = l.inputs[:0]
	l.cells.Update()
	clock.mark(phaseCells)
	l.stage.update(l)
	l.feed()
	clock.mark(phaseFeed)
	clock.worked()
	l.send()
	clock.mark(phaseWrite)
	l.retire()
	l.pulse.set(l)
	return clock.done(l)
}

// relieve lets what can be spared give way when ticks take too long, and return when they do not.
func (l *loop) relieve(took time.Duration) {
	if !l.strain.worked(took) {
		return
	}
	l.count.strained(l.strain.level)
	l.log.Warn("the load has changed what is left out for the sake of the ticks", "left_out", strainNames[l.strain.level],
		"tick_share", l.strain.average, "clients", len(l.clients))
	calm := uint8(0)
	if l.strain.level >= shedBots {
		calm = 1
	}
	if calm != l.world.Calm {
		l.input(game.Input{Verb: game.VerbCalm, Index: calm})
	}
}

// now is the tick of the world.
func (l *loop) now() game.Tick { return l.world.Tick }

// greetMost is how many sessions are let in at one tick: each is told its whole window at once.
const greetMost = 32

// admit takes sessions in and out, in the order in which they came.
func (l *loop) admit() {
	l.events = l.gate.take(l.events)
	greeted, done := 0, 0
	for ; done < len(l.events) && greeted < greetMost; done++ {
		e := l.events[done]
		switch {
		case e.leaves:
			l.lose(e.session)
		case e.session.conn.Closing():
			// It left before it came; its leaving is among the events too, and finds nothing.
		default:
			if l.greet(e.session); l.byConn[e.session] != nil {
				greeted++
			}
		}
	}
	l.events = slices.Delete(l.events, 0, done)
}

// greet answers a hello: with the welcome and a client, new or resumed, or with a bye.
func (l *loop) greet(s *session) {
	h := &s.hello
	if l.hasParted() {
		l.bye(s, protocol.CloseRestart, restartTakes)
		return
	}
	if h.MinVersion > protocol.Version || h.MaxVersion < protocol.Version {
		l.bye(s, protocol.CloseVersion, 0)
		return
	}
	c, resumed := l.resume(h)
	if c == nil {
		if len(l.clients) >= l.conf.Pilots {
			l.bye(s, protocol.CloseFull, 5*time.Second)
			return
		}
		c = l.enroll()
	}
	c.open(s, l.now(), l.conf.Budget)
	l.byConn[s] = c
	l.welcome(c, resumed)
	l.open(c)
}

// resume finds the client that a hello's key belongs to. One that still has a connection loses it: the newer
// line is the better one.
func (l *loop) resume(h *protocol.Hello) (*client, bool) {
	key, err := uuid.FromBytes(h.Resume)
	if err != nil {
		return nil, false
	}
	c, ok := l.byKey[key]
	if !ok {
		return nil, false
	}
	if c.session != nil {
		delete(l.byConn, c.session)
		l.bye(c.session, protocol.CloseReplaced, 0)
	}
	l.input(game.Input{Pilot: c.pilot, Verb: game.VerbBack})
	c.unsure = true
	return c, true
}

// enroll makes a client for somebody new.
func (l *loop) enroll() *client {
	l.lastID++
	c := &client{
		id: l.lastID, key: l.newKey(), pilot: game.PilotID(l.lastID),
		halfWidth: l.world.Catalog().Sector.ViewHalfWidth, halfHeight: l.world.Catalog().Sector.ViewHalfHeight,
	}
	l.clients = append(l.clients, c)
	l.byKey[c.key] = c
	l.input(game.Input{Pilot: c.pilot, Verb: game.VerbJoin, Name: fmt.Sprintf("Pilot %d", c.id)})
	return c
}

// lose takes a session's connection away from its client; an autopilot keeps the ship for a while.
func (l *loop) lose(s *session) {
	c := l.byConn[s]
	if c == nil {
		return
	}
	delete(l.byConn, s)
	l.lastOrders(c)
	c.cut(l.now())
	l.input(game.Input{Pilot: c.pilot, Verb: game.VerbDrift})
}

// lastOrders obeys what a client asked for before its line ended: it may have left the game.
func (l *loop) lastOrders(c *client) {
	l.inbox, l.orders, _ = c.session.inbox.take(l.inbox[:0], l.orders[:0])
	for i := range l.orders {
		l.obey(c, &l.orders[i])
	}
}

// restartTakes is when players come back at the earliest, and comeApart what lies between two of them then, so
// that they do not all come at once.
const (
	restartTakes = time.Second
	comeApart    = 3 * time.Millisecond
)

// part says farewell to everybody, once, when the server is about to go.
func (l *loop) part() {
	if !l.pulse.draining.Load() || l.hasParted() {
		return
	}
	for i, c := range l.clients {
		if c.session != nil {
			l.bye(c.session, protocol.CloseRestart, restartTakes+time.Duration(i)*comeApart)
		}
	}
	close(l.parted)
}

func (l *loop) hasParted() bool {
	select {
	case <-l.parted:
		return true
	default:
		return false
	}
}

// retire forgets the clients whose time to come back is over.
func (l *loop) retire() {
	if len(l.byConn) == len(l.clients) {
		return // all have a line
	}
	for i := 0; i < len(l.clients); i++ {
		c := l.clients[i]
		if c.session != nil || l.now()-c.cutAt < l.grace(c) {
			continue
		}
		l.input(game.Input{Pilot: c.pilot, Verb: game.VerbLeave})
		delete(l.byKey, c.key)
		last := len(l.clients) - 1
		l.clients[i], l.clients[last] = l.clients[last], nil
		l.clients = l.clients[:last]
		i--
	}
}

// grace is how long a client without a line is kept: not at all, when it has nothing to come back to. Else
// those who only look in could fill the server.
func (l *loop) grace(c *client) game.Tick {
	if p := l.world.Pilot(c.pilot); p == nil || p.Phase == game.Watching && p.Score == 0 {
		return 0
	}
	return game.Tick(l.conf.Resume / tickLength)
}

// input puts an act into the next step.
func (l *loop) input(in game.Input) { l.inputs = append(l.inputs, in) }

// bye ends a connection in words. after is how long the client should stay away.
func (l *loop) bye(s *session, code protocol.CloseCode, after time.Duration) {
	m := protocol.Bye{Code: uint16(code), Sentence: code.Closing().Sentence, RetryMs: uint32(after / time.Millisecond)}
	l.writer.Reset(append(l.frame[:0], make([]byte, conn.HeadRoom)...))
	m.Append(l.writer)
	l.frame = l.writer.Bytes()
	_ = s.conn.WriteFrame(conn.Seal(l.frame)) // a line too full for it gets the close frame alone
	s.conn.Close(code, code.Closing().Sentence)
}
