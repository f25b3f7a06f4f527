package swarm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"time"

	"github.com/orbrawl/orbrawl/game/brain"
	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// pilot is one player: somebody who joins once, flies, and comes back by the key when the line is cut. All of it
// belongs to the goroutine of its seat.
type pilot struct {
	seat   *seat
	course *course
	no     int
	full   bool // decodes and verifies everything
	cause  cause
	tally  *tally
	reader *protocol.Reader
	writer *protocol.Writer
	mind   brain.Mind
	chance chance
	sight  brain.Sight
	until  time.Time // when it makes room for the next; zero is never

	// of its life
	began   time.Time // of the first dial
	joined  bool
	joinMs  float64
	heard   int // payload bytes until it joined
	key     []byte
	away    away
	fate    fate
	drop    string // why the line ended, when nobody had asked for it
	quitted bool   // over a fault

	sortie
}

// sortie is what a pilot knows on one line; the next begins afresh.
type sortie struct {
	line *line
	over bool // nothing more is taken

	// from the server
	welcome    protocol.Welcome
	table      [coreIDs]bool // of messages
	mods       map[protocol.MessageID]bool
	greeted    bool
	tick       uint32 // of the newest frame
	heardAt    time.Time
	head       protocol.Frame
	ack        protocol.Ack
	delta      protocol.Delta
	state      protocol.CellState
	open       bool // a window was told
	window     protocol.Window
	self       protocol.Self
	phase      protocol.Phase
	status     protocol.Status
	progress   protocol.Progress
	offer      protocol.Offer
	died       protocol.Died
	radius     float64 // u, of the sector
	bye        protocol.Bye
	news       news
	mirror     *mirror.Mirror
	selfAt     uint32    // tick at which the server last told of the own ship
	shipsKnown int       // at the last look
	shipAt     time.Time // when the first ship came; zero is not yet

	// ours
	ahead    ahead
	lead     lead
	sent     controls // newest that was sent
	sentAt   uint32
	playAt   uint32 // tick at which to ask for a ship
	thinkAt  uint32
	wander   wander
	standing standing
}

// fate is how a pilot's line ended.
type fate uint8

// The fates.
const (
	fateNone     fate = iota
	fateLost          // by the server or the network, unasked
	fateLeft          // the run is over, or the seat is given up
	fateReplaced      // it made room for the next
	fateCut           // it was cut, and comes back
)

// chance is seeded randomness as minds take it.
type chance struct{ *rand.Rand }

func (c chance) Float() float64 { return c.Float64() }

// newPilot makes the pilot of a seat's life of that number.
func newPilot(s *seat, life int, why cause) *pilot {
	c := s.course
	p := &pilot{
		seat: s, course: c, no: s.no, full: s.full, cause: why, tally: &s.tally,
		reader: protocol.NewReader(), writer: protocol.NewWriter(),
		chance: chance{rand.New(rand.NewPCG(c.conf.Seed, uint64(s.no)|uint64(life)<<32))},
	}
	p.writer.Reset(make([]byte, outRoom, 64))
	temper := brain.Miner
	if p.chance.Float() < 0.6 {
		temper = brain.Hunter
	}
	p.mind = brain.NewMind(temper, p.chance.Float())
	p.mind.Roam = uint8(p.chance.IntN(256))
	if mean := c.conf.Churn; mean > 0 {
		p.until = time.Now().Add(time.Duration(p.chance.ExpFloat64() * float64(mean)))
	}
	return p
}

// live joins, plays, and comes back when cut, until the pilot is done. ctx cuts the line.
func (p *pilot) live(ctx context.Context) {
	p.began = time.Now()
	for {
		p.sortie = sortie{}
		p.ahead.cat = p.course.cat
		p.fly(ctx)
		p.account()
		if p.fate == fateLost && p.away.under() {
			p.fate = fateCut // a try to come back that failed
		}
		if p.fate != fateCut || !wait(ctx, p.away.pause(p.chance, &p.bye)) || p.course.ending.Load() {
			return
		}
	}
}

// fly is one line, from the dial to its end.
func (p *pilot) fly(ctx context.Context) {
	p.fate = fateNone
	raw, err := p.course.dial(ctx)
	if err != nil {
		p.lost("dial: " + reason(err))
		return
	}
	defer raw.Close()
	defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
	late := time.AfterFunc(p.course.conf.JoinWait, func() { _ = raw.Close() })
	p.line, err = shake(raw, p.course.host, p.course.path, p.chance.Rand)
	late.Stop()
	if err != nil {
		p.lost("handshake: " + reason(err))
		return
	}
	p.seat.hand.hold(raw)
	defer p.seat.hand.hold(nil)
	p.hello()
	for err == nil {
		var op byte
		var payload []byte
		if op, payload, err = p.line.next(); err == nil {
			err = p.hear(op, payload)
		}
	}
	p.ended(err)
}

// reason is an error without addresses, so that many like it count as one.
func reason(err error) string {
	if op := (*net.OpError)(nil); errors.As(err, &op) {
		return op.Op + " " + op.Err.Error()
	}
	return err.Error()
}

// hello opens the conversation, with the key of an earlier line if there was one.
func (p *pilot) hello() {
	m := protocol.Hello{
		MinVersion: protocol.Version, MaxVersion: protocol.Version, Build: "swarm", Locale: "en", Resume: p.key,
	}
	m.Append(p.writer)
	p.send()
}

// send writes what the writer holds as one frame.
func (p *pilot) send() {
	b := p.writer.Bytes()
	if len(b) > outRoom {
		_ = p.line.send(opBinary, b) // a broken line is told by its reader
	}
	p.writer.Reset(b[:outRoom])
}

// errOver ends a line on which there is nothing to wait for.
var errOver = errors.New("swarm: the line is over")

// hear takes a message or control frame, and acts on it.
func (p *pilot) hear(op byte, payload []byte) error {
	switch {
	case p.over:
	case op == opPing:
		return p.line.control(opPong, payload)
	case op == opPong:
	case p.course.ending.Load() || p.seat.hand.dismissed.Load():
		p.leave(fateLeft)
	case op == opText:
		p.quit("a text frame came", "binary only")
	default:
		p.take(payload, p.line.heardAt)
		if p.makesRoom() {
			p.makeRoom()
		}
	}
	if p.quitted {
		return errOver
	}
	return nil
}

// leave gives up the ship and closes. The server answers by closing, too; one that does not is cut.
func (p *pilot) leave(f fate) {
	if !p.seat.hand.part() {
		return // the line is cut, which the reader is about to hear
	}
	p.over, p.fate = true, f
	m := protocol.Leave{}
	m.Append(p.writer)
	p.send()
	_ = p.line.close(protocol.CloseLeave)
	conn := p.line.conn
	time.AfterFunc(p.course.patience(), func() { _ = conn.Close() })
}

// makesRoom reports whether the pilot's time is up.
func (p *pilot) makesRoom() bool {
	return !p.over && p.joined && !p.until.IsZero() && p.line.heardAt.After(p.until)
}

// makeRoom lets the next pilot have the seat: half go cleanly, half as if their network had failed.
func (p *pilot) makeRoom() {
	clean := p.chance.IntN(2) == 0
	if clean {
		p.leave(fateReplaced)
	} else if p.seat.hand.part() {
		p.over, p.fate = true, fateReplaced
		_ = p.line.conn.Close()
	}
	if p.fate == fateReplaced {
		p.course.churned(clean)
	}
}

// lost notes why the line ended, unless somebody of ours ended it.
func (p *pilot) lost(why string) {
	if p.fate == fateNone {
		p.fate, p.drop = fateLost, why
		if p.course.ending.Load() || p.seat.hand.dismissed.Load() {
			p.fate, p.drop = fateLeft, ""
		}
	}
}

// fault notes that the protocol was broken.
func (p *pilot) fault(text, detail string) {
	p.tally.add(text, fmt.Sprintf("pilot %d, tick %d: %s: %s", p.no, p.tick, text, detail), 1)
}

// quit ends the line over a fault that leaves nothing to go on with.
func (p *pilot) quit(text, detail string) {
	p.fault(text, detail)
	p.lost("ours: " + text)
	p.over, p.quitted = true, true
	_ = p.line.close(protocol.CloseProtocol)
}

// ended notes who ended the line and why.
func (p *pilot) ended(err error) {
	if at := p.seat.hand.lostAt(); !at.IsZero() && p.fate == fateNone {
		p.depart(at)
		return
	}
	closed := (*closedError)(nil)
	switch {
	case errors.Is(err, errFrame):
		p.quit("a frame broke the WebSocket reader", err.Error())
	case errors.As(err, &closed):
		_ = p.line.close(closed.code)
		p.lost(closed.Error())
	default:
		p.lost("line: " + reason(err))
	}
}

// account adds the line's time to what the seat counts.
func (p *pilot) account() {
	p.seat.hand.in.Store(false)
	if p.shipAt.IsZero() {
		return
	}
	now := time.Now()
	p.tally.shots += p.ahead.shots
	p.tally.flown += p.course.measured(p.shipAt, now)
	p.tally.left(p.course, p.heardAt, now)
}

// verdict is whether the pilot was in order when the seat ended, and why not.
func (p *pilot) verdict() (held bool, drop string) {
	switch {
	case p.fate == fateCut || p.away.under():
		return false, "not back after the cut"
	case p.drop != "":
		return false, p.drop
	case !p.joined && (p.cause == causeFirst || time.Since(p.began) > p.course.conf.JoinWait):
		return false, "never got a ship"
	}
	return true, ""
}
