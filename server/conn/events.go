package conn

import (
	"encoding/binary"
	"errors"

	"github.com/lxzan/gws"

	"github.com/orbrawl/orbrawl/protocol"
)

// events is what gws calls, always on the connection's own goroutine.
type events struct{}

// newUpgrader sets every option of gws whose default is unfit for strangers.
func newUpgrader(config *Config) *gws.Upgrader {
	return gws.NewUpgrader(events{}, &gws.ServerOption{
		ParallelGolimit:     1,
		ReadMaxPayloadSize:  config.MaxMessage,
		ReadBufferSize:      config.ReadBuffer,
		WriteMaxPayloadSize: maxControl, // gws writes control frames only
		CheckUtf8Enabled:    true,       // also of close reasons; binary messages are not touched
		HandshakeTimeout:    config.UpgradeTimeout,
		Recovery:            func(gws.Logger) {}, // a panic must reach Conn.catch, which ends the connection
		NewSession:          func() gws.SessionStorage { return nil },
	})
}

func connOf(socket *gws.Conn) *Conn { return socket.NetConn().(*guard).conn }

func (events) OnOpen(socket *gws.Conn) {
	c := connOf(socket)
	if c.session = c.door.welcome(c); c.session == nil {
		panic("conn: welcome returned a nil session")
	}
	c.session.OnOpen(c)
}

func (events) OnMessage(socket *gws.Conn, m *gws.Message) {
	c := connOf(socket)
	if !c.wire.closing.Load() {
		c.text = m.Opcode == gws.OpcodeText
		c.session.OnMessage(c, m.Bytes())
	}
	_ = m.Close() // gives the payload back to gws's pool
}

// OnPing answers with the payload, as RFC 6455 section 5.5.3 demands and gws's own callback does not.
func (events) OnPing(socket *gws.Conn, payload []byte) { _ = socket.WritePong(payload) }

// OnPong measures the round trip of our own ping and ignores any other pong.
func (events) OnPong(socket *gws.Conn, payload []byte) {
	c := connOf(socket)
	if len(payload) != 8 || c.guard.pinged == 0 || int64(binary.BigEndian.Uint64(payload)) != c.guard.pinged {
		return
	}
	c.rtt.Store(max(1, c.wire.now()-c.guard.pinged))
	c.guard.pinged = 0
}

// OnClose tells more about an ending that gws began; the session hears of it in Conn.leave.
func (events) OnClose(socket *gws.Conn, err error) {
	c := connOf(socket)
	end := c.wire.reason()
	if !end.byGws {
		return
	}
	var peer *gws.CloseError
	if !errors.As(err, &peer) {
		c.violated(FaultEncoding, end.code)
		return
	}
	if end.code == protocol.CloseProtocol || end.code == protocol.CloseBadData {
		c.violated(FaultClosePayload, end.code) // gws answers a good close frame with other codes
		return
	}
	code := protocol.CloseCode(peer.Code)
	if code == 0 {
		code = CodeNoStatus
	}
	c.wire.refine(code, &PeerClosed{Code: code, Reason: string(peer.Reason)})
}

func (c *Conn) violated(fault Fault, code protocol.CloseCode) {
	c.door.config.Meter.Faulted(fault)
	c.wire.refine(code, &Violation{Fault: fault, Code: code})
}

// pingFrame is a ping that carries the instant it was sent.
func pingFrame(at int64) []byte {
	frame := make([]byte, 0, 10)
	frame = append(frame, finBit|opPing, 8)
	return binary.BigEndian.AppendUint64(frame, uint64(at))
}
