package swarm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/orbrawl/orbrawl/game/mirror"
	"github.com/orbrawl/orbrawl/protocol"
)

// news is what one frame told beside the world.
type news struct {
	frame, self, phase, offer, died bool
	window                          protocol.Window // before this frame
}

// take reads a message of the line, one frame after another.
func (p *pilot) take(b []byte, now time.Time) {
	if !p.joined {
		p.heard += len(b)
	}
	for rest := p.takeFrame(b, now); len(rest) > 0 && !p.over; {
		rest = p.takeFrame(rest, now)
	}
}

// takeFrame reads a frame, holds it against the standard, and answers. It returns what follows it.
func (p *pilot) takeFrame(b []byte, now time.Time) (rest []byte) {
	p.news = news{window: p.window}
	n, err := p.read(b)
	if err != nil {
		p.quit(decodeText(err), err.Error())
		return nil
	}
	p.taken(b[:n], now)
	return b[n:]
}

// taken goes on to the tick of a frame that was read.
func (p *pilot) taken(b []byte, now time.Time) {
	if !p.news.frame || p.over {
		return
	}
	tick := p.tick + uint32(p.head.After)
	p.count(len(b), now, int(p.head.After))
	p.tick, p.heardAt = tick, now
	p.course.seen(tick)
	if p.full {
		if err := p.mirror.Take(b); err != nil {
			p.quit(decodeText(err), err.Error())
			return
		}
	}
	if p.away.under() {
		p.back(now)
	}
	p.follow()
	p.join(now)
}

// count adds a frame to the figures of the measurement and to what others may look at.
func (p *pilot) count(bytes int, now time.Time, ticks int) {
	gap := now.Sub(p.heardAt)
	p.seat.hand.heard(gap)
	if !p.course.measuring.Load() {
		return
	}
	p.tally.frame(bytes, gap, ticks)
	if !p.shipAt.IsZero() {
		from := p.course.from.Load()
		p.tally.seconds.heard(bytes, now.Sub(*from), p.shipAt.Sub(*from))
	}
}

// decodeText is a decoding error without the place, so that many like it count as one.
func decodeText(err error) string {
	text, _, _ := strings.Cut(err.Error(), " (byte ")
	return text
}

// join notes the first frame that brought a ship.
func (p *pilot) join(now time.Time) {
	if !p.news.self || !p.shipAt.IsZero() {
		return
	}
	p.shipAt = now
	p.seat.hand.in.Store(true)
	if p.joined {
		return
	}
	p.joined, p.joinMs = true, float64(now.Sub(p.began))/float64(time.Millisecond)
	p.course.arrived(p.cause, p.joinMs, p.heard)
	p.seat.settle()
}

// read goes through the messages up to the next frame, whose place it returns. It counts their bytes, and takes
// those that concern the pilot; what concerns the world is read by the mirror.
func (p *pilot) read(b []byte) (end int, err error) {
	r := p.reader
	r.Reset(b)
	measuring := p.course.measuring.Load()
	for start := 0; ; start = r.Pos() {
		id, ok := r.Next()
		if !ok {
			break
		}
		if id == protocol.IDFrame && p.news.frame {
			return start, nil
		}
		if text := p.place(id, start == 0); text != "" {
			p.quit(text, fmt.Sprintf("message %d (%s)", uint16(id), id))
			return len(b), nil
		}
		p.message(id)
		r.Done()
		if measuring {
			p.tally.byMessage[min(id, coreIDs-1)] += r.Pos() - start
		}
	}
	if r.Err() == nil && len(b) == 0 {
		p.fault("an empty frame came", "0 bytes")
	}
	return len(b), r.Err()
}

// place says what is wrong with a message of that type here, or nothing.
func (p *pilot) place(id protocol.MessageID, first bool) string {
	switch {
	case id == protocol.IDBye:
	case id == protocol.IDWelcome:
		if p.greeted || !first {
			return "a second welcome came"
		}
	case !p.greeted:
		return "a message came before the welcome"
	case !p.knows(id):
		return "a message came that is not in the welcome's table"
	case id < protocol.IDWelcome:
		return "a message came that only clients send"
	case first != (id == protocol.IDFrame):
		return "a frame does not begin with its head"
	}
	return ""
}

// message takes one message.
func (p *pilot) message(id protocol.MessageID) {
	r := p.reader
	switch id {
	case protocol.IDWelcome:
		p.welcomed()
	case protocol.IDBye:
		p.bye.Decode(r)
	case protocol.IDFrame:
		p.head.Decode(r)
		p.news.frame = true
		if p.full {
			p.verifyNews(id, p.head.News)
		}
	case protocol.IDAck:
		seq := p.ack.Seq
		p.ack.Decode(r)
		if p.ack.Seq != seq {
			p.tally.margin(p.ack.Margin)
		}
	case protocol.IDWindow:
		p.window.Decode(r)
		p.open = true
		p.verifyWindow()
	case protocol.IDDelta:
		if p.full { // the others skip it unread
			p.delta.Decode(r)
			p.verifyNews(id, p.delta.News)
		}
	case protocol.IDCellState:
		if p.full {
			p.state.Decode(r)
			p.verifyNews(id, p.state.News)
			p.verifyCell()
		}
	default:
		p.personal(id)
	}
}

// personal takes what concerns the pilot and its ship.
func (p *pilot) personal(id protocol.MessageID) {
	r := p.reader
	switch id {
	case protocol.IDSelf:
		p.self.Decode(r)
		p.news.self = true
	case protocol.IDPhase:
		p.phase.Decode(r)
		p.news.phase = true
		p.standing = standing{}
	case protocol.IDStatus:
		p.status.Decode(r)
		p.verifyStatus()
	case protocol.IDProgress:
		p.progress.Decode(r)
		p.verifyProgress()
	case protocol.IDOffer:
		p.offer.Decode(r)
		p.news.offer = true
		p.verifyOffer()
	case protocol.IDDied:
		p.died.Decode(r)
		p.news.died = true
		p.tally.deaths++
	case protocol.IDKill:
		var m protocol.Kill
		m.Decode(r)
		if p.phase.Phase == protocol.PhaseFlying && m.BySlot == p.phase.Focus {
			p.tally.kills++
		}
	case protocol.IDBoard:
		var m protocol.Board
		m.Decode(r)
		p.verifyBoard(&m)
	case protocol.IDMap:
		var m protocol.Map
		m.Decode(r)
		p.radius = float64(m.Radius)
		p.course.radius.Store(uint32(m.Radius))
	}
}

// welcomed takes the welcome, and asks for a ship.
func (p *pilot) welcomed() {
	m := &p.welcome
	m.Decode(p.reader)
	if p.reader.Err() != nil {
		return
	}
	p.greeted, p.key = true, slices.Clone(m.Resume) // it points into the frame
	for i := range m.Messages {
		p.learn(protocol.MessageID(m.Messages[i].ID))
	}
	p.verifyWelcome()
	p.tick, p.heardAt = m.Tick, p.line.heardAt
	p.ahead.tick, p.lead = m.Tick, newLead(m.Tick)
	if p.full {
		p.mirror = mirror.New(p.course.cat, m.Tick)
	}
	s := &p.course.cat.Sector
	view := protocol.View{HalfWidth: uint16(s.ViewHalfWidth), HalfHeight: uint16(s.ViewHalfHeight)}
	view.Append(p.writer)
	if !m.Resumed { // else the phase will say whether there is a ship
		p.play()
	}
	p.send()
}

// coreIDs is above all message ids of the core; those of mods count as the one below.
const coreIDs = 256

// learn takes a row of the message table.
func (p *pilot) learn(id protocol.MessageID) {
	if id < coreIDs {
		p.table[id] = true
		return
	}
	if p.mods == nil {
		p.mods = map[protocol.MessageID]bool{}
	}
	p.mods[id] = true
}

// knows reports whether the server announced a type of message.
func (p *pilot) knows(id protocol.MessageID) bool {
	if id < coreIDs {
		return p.table[id]
	}
	return p.mods[id]
}
