package conn

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/orbrawl/orbrawl/protocol"
)

// patience is how long a test waits for what must come; reaching it is a failure.
const patience = 10 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// left is one call of OnClose.
type left struct {
	code protocol.CloseCode
	err  error
}

// witness is a Session that reports to the test; the funcs may be nil.
type witness struct {
	conn      chan *Conn
	left      chan left
	closes    atomic.Int32
	onOpen    func(*Conn)
	onMessage func(*Conn, []byte)
	onClose   func(*Conn)
}

func newWitness() *witness {
	return &witness{conn: make(chan *Conn, 1), left: make(chan left, 2)}
}

func (w *witness) OnOpen(c *Conn) {
	w.conn <- c
	if w.onOpen != nil {
		w.onOpen(c)
	}
}

func (w *witness) OnMessage(c *Conn, payload []byte) {
	if w.onMessage != nil {
		w.onMessage(c, payload)
	}
}

func (w *witness) OnClose(c *Conn, code protocol.CloseCode, err error) {
	w.closes.Add(1)
	w.left <- left{code, err}
	if w.onClose != nil {
		w.onClose(c)
	}
}

// wait is the value of a channel, or the end of the test.
func wait[T any](t testing.TB, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("%s did not come", what)
		panic("unreachable")
	}
}

// until polls a condition that another goroutine makes true.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !holds(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// testConfig is the default one, without the clocks that a slow machine could trip over.
func testConfig() Config {
	config := DefaultConfig()
	config.ConnsPerAddress, config.FramesPerSecond = 0, 0
	config.FirstMessageTimeout, config.IdleTimeout, config.PingEvery, config.MessageTimeout = 0, 0, 0, 0
	config.Log = quiet()
	return config
}

// opaque hides from newSink that a connection is TCP, so that the portable sink serves it.
type opaque struct{ *net.TCPConn }

type opaqueListener struct{ net.Listener }

func (l opaqueListener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return opaque{raw.(*net.TCPConn)}, nil
}

// house is a door with a server in front of it.
type house struct {
	*Door
	server *httptest.Server
	tally  *Tally
}

type transport int

const (
	plain transport = iota
	portable
	secure
)

func (tr transport) String() string { return [...]string{"plain", "portable", "tls"}[tr] }

func newHouse(t testing.TB, config Config, tr transport, welcome func(*Conn) Session) *house {
	t.Helper()
	h := &house{tally: new(Tally)}
	config.Meter = h.tally
	door, err := NewDoor(config, welcome)
	if err != nil {
		t.Fatal(err)
	}
	h.Door = door
	h.server = httptest.NewUnstartedServer(door)
	h.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if tr == portable {
		h.server.Listener = opaqueListener{h.server.Listener}
	}
	if tr == secure {
		h.server.StartTLS()
	} else {
		h.server.Start()
	}
	t.Cleanup(func() {
		h.server.Close()
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := door.Shutdown(ctx, protocol.CloseRestart, "test over"); err != nil {
			t.Error(err)
		}
	})
	return h
}

// witnessed is a house for one connection at a time.
func witnessed(t testing.TB, config Config, tr transport) (*house, *witness) {
	w := newWitness()
	return newHouse(t, config, tr, func(*Conn) Session { return w }), w
}

func (h *house) address() string { return h.server.Listener.Addr().String() }

// peer is a WebSocket client that does only what it is told.
type peer struct {
	net.Conn
	t      testing.TB
	reader *bufio.Reader
}

const goodKey = "dGhlIHNhbXBsZSBub25jZQ=="

// request is a good handshake; edit replaces pairs of strings in it.
func request(host string, edit ...string) string {
	text := "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + goodKey + "\r\nOrigin: http://" + host + "\r\n\r\n"
	return strings.NewReplacer(edit...).Replace(text)
}

func (h *house) dial(t testing.TB) net.Conn {
	t.Helper()
	raw, err := net.Dial("tcp", h.address())
	if err != nil {
		t.Fatal(err)
	}
	if h.server.TLS != nil {
		raw = tls.Client(raw, &tls.Config{InsecureSkipVerify: true})
	}
	t.Cleanup(func() { _ = raw.Close() })
	return raw
}

func (h *house) connect(t testing.TB) *peer {
	t.Helper()
	return shake(t, h.dial(t), h.address())
}

// shake does the handshake on raw and checks the answer.
func shake(t testing.TB, raw net.Conn, host string) *peer {
	t.Helper()
	p := &peer{Conn: raw, t: t, reader: bufio.NewReader(raw)}
	_ = raw.SetDeadline(time.Now().Add(patience))
	p.send([]byte(request(host)))
	answer, err := http.ReadResponse(p.reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusSwitchingProtocols || answer.Header.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Fatalf("answer %s %v", answer.Status, answer.Header)
	}
	return p
}

func (p *peer) send(bytes ...[]byte) {
	p.t.Helper()
	for _, b := range bytes {
		if _, err := p.Write(b); err != nil {
			p.t.Fatal(err)
		}
	}
}

// read is the next frame of the server.
func (p *peer) read() (op byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(p.reader, head[:]); err != nil {
		return 0, nil, err
	}
	if head[1]&maskBit != 0 || head[0]&0x70 != 0 {
		return 0, nil, fmt.Errorf("server sent header % x", head)
	}
	size := uint64(head[1])
	if extended := extendedSize(head[1]); extended > 0 {
		var wide [8]byte
		if _, err := io.ReadFull(p.reader, wide[8-extended:]); err != nil {
			return 0, nil, err
		}
		size = binary.BigEndian.Uint64(wide[:])
	}
	payload = make([]byte, size)
	_, err = io.ReadFull(p.reader, payload)
	return head[0] & 0x0f, payload, err
}

// expect reads one frame and compares.
func (p *peer) expect(op byte, payload string) {
	p.t.Helper()
	gotOp, got, err := p.read()
	if err != nil || gotOp != op || string(got) != payload {
		p.t.Fatalf("got opcode %d, %q, %v; want %d, %q", gotOp, short(got), err, op, short([]byte(payload)))
	}
}

// expectClose reads up to the close frame, skipping data, and wants the stream to end in good order:
// a reset instead of EOF is how a close frame gets lost.
func (p *peer) expectClose(code protocol.CloseCode) (reason string) {
	p.t.Helper()
	for {
		op, payload, err := p.read()
		if err != nil {
			p.t.Fatalf("no close frame: %v", err)
		}
		if op != opClose {
			continue
		}
		got := CodeNoStatus
		if len(payload) >= 2 {
			got = protocol.CloseCode(binary.BigEndian.Uint16(payload))
			reason = string(payload[2:])
		}
		if got != code {
			p.t.Fatalf("closed with %d %q, want %d", got, reason, code)
		}
		break
	}
	if _, err := p.reader.ReadByte(); !errors.Is(err, io.EOF) {
		p.t.Fatalf("after the close frame: %v, want EOF", err)
	}
	_ = p.Close()
	return reason
}

func short(b []byte) []byte { return b[:min(len(b), 60)] }

// frame builds a client frame, masked.
func frame(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < length16:
		b = append(b, maskBit|byte(n))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(append(b, maskBit|length16), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, maskBit|length64), uint64(n))
	}
	return mask(b, payload)
}

func mask(head, payload []byte) []byte {
	key := [4]byte{0x11, 0x99, 0xee, 0x42}
	head = append(head, key[:]...)
	for i, b := range payload {
		head = append(head, b^key[i&3])
	}
	return head
}

func whole(op byte, payload string) []byte { return frame(finBit|op, []byte(payload)) }
func piece(op byte, payload string) []byte { return frame(op, []byte(payload)) }

func closing(code uint16, reason string) []byte {
	return frame(finBit|opClose, append(binary.BigEndian.AppendUint16(nil, code), reason...))
}

// sealed is a binary frame with payload.
func sealed(payload []byte) Frame {
	return Seal(append(make([]byte, HeadRoom), payload...))
}

// echoed answers each message with itself.
func echoed(c *Conn, payload []byte) {
	buffer := append(make([]byte, HeadRoom), payload...)
	if c.IsText() {
		_ = c.WriteFrame(SealText(buffer))
		return
	}
	_ = c.WriteFrame(Seal(buffer))
}

func repeat(b []byte, n int) []byte { return bytes.Repeat(b, n) }

func bufferOf(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }
