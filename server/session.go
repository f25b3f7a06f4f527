package server

import (
	"net/netip"

	"github.com/orbrawl/orbrawl/protocol"
	"github.com/orbrawl/orbrawl/server/conn"
)

// line is what the loop and the sessions need of a connection, which is a [conn.Conn]. None of it waits.
type line interface {
	WriteFrame(f conn.Frame) error
	Ready() bool
	Closing() bool
	Close(code protocol.CloseCode, sentence string)
	ClientAddr() netip.Addr
}

// session is one connection's reading side. All of it belongs to the connection's goroutine but for the inbox.
type session struct {
	gate   *gate
	conn   line
	inbox  inbox
	reader *protocol.Reader // while a message is read
	hailed bool             // a hello has come
	greets bool             // it was good, and the loop has been told
	over   bool             // told to close; nothing more is read
	hello  protocol.Hello

	// reused from message to message
	input protocol.Input
	order order
}

// OnOpen notes the connection.
func (s *session) OnOpen(c *conn.Conn) { s.conn = c }

// OnMessage decodes a frame. The first message must be a hello, and none of the later ones.
func (s *session) OnMessage(_ *conn.Conn, payload []byte) {
	if s.over {
		return
	}
	r := s.gate.reader()
	s.reader = r
	defer func() {
		s.reader = nil
		s.gate.giveBack(r)
	}()
	r.Reset(payload)
	for {
		id, ok := r.Next()
		if !ok {
			break
		}
		if s.misplaced(id) {
			s.quit(protocol.CloseProtocol, "out_of_place")
			return
		}
		s.message(id)
	}
	if err := r.Err(); err != nil {
		s.gate.log.Debug("bad message", "from", s.conn.ClientAddr(), "err", err)
		s.quit(protocol.CloseBadData, "bad_data")
		return
	}
	if !s.hailed {
		s.quit(protocol.CloseProtocol, "out_of_place") // an empty frame is no hello
		return
	}
	if !s.greets {
		s.greets = true
		s.gate.enter(s)
	}
}

// misplaced reports whether a message may not stand where it does: a hello is the first and no other, and what
// the server says is not for clients to say.
func (s *session) misplaced(id protocol.MessageID) bool {
	down := id >= protocol.IDWelcome && id <= protocol.IDAfar
	return down || s.hailed == (id == protocol.IDHello)
}

// message takes one message, whose type has been read.
func (s *session) message(id protocol.MessageID) {
	r := s.reader
	s.order.id = id
	switch id {
	case protocol.IDInput:
		s.input.Decode(r)
		if r.Err() == nil {
			s.inbox.put(&s.input)
		}
		return
	case protocol.IDHello:
		s.hailed = true
		s.hello.Decode(r)
		s.hello.Resume = append([]byte(nil), s.hello.Resume...) // it points into the frame
		return
	case protocol.IDChoose:
		s.order.choose.Decode(r)
	case protocol.IDPlay:
		s.order.play.Decode(r)
	case protocol.IDView:
		s.order.view.Decode(r)
	case protocol.IDWatch:
		s.order.watch.Decode(r)
	case protocol.IDLeave:
	default:
		if id < firstModID {
			r.Unknown()
		}
		s.gate.count.drop("unknown_message")
		return
	}
	if r.Err() == nil {
		s.inbox.ask(s.order)
	}
}

// firstModID is the first message id that is not the core's.
const firstModID = 256

// quit closes the connection for something the client did.
func (s *session) quit(code protocol.CloseCode, reason string) {
	s.over = true
	s.gate.count.drop(reason)
	s.conn.Close(code, code.Closing().Sentence)
}

// OnClose tells the loop, if it has ever heard of this session.
func (s *session) OnClose(_ *conn.Conn, code protocol.CloseCode, err error) {
	s.over = true
	s.gate.count.closed(code)
	if s.greets {
		s.gate.leave(s)
	}
}
