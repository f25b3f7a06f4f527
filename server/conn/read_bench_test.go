package conn

import (
	"bufio"
	"io"
	"net"
	"net/netip"
	"testing"

	"github.com/lxzan/gws"
)

// burst is a net.Conn that says one message many times, a read at a time, as inputs come.
type burst struct {
	*script
	message []byte
	left    int
}

func (s *burst) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	s.left--
	return copy(p, s.message), nil
}

// plainEvents is the least that gws needs.
type plainEvents struct{ gws.BuiltinEventHandler }

func (plainEvents) OnMessage(_ *gws.Conn, m *gws.Message) { _ = m.Close() }

// BenchmarkRead compares a message through the guard with the same through gws alone: what remains
// is the price of the walker, the clock and the counters. The allocation is gws's.
func BenchmarkRead(b *testing.B) {
	message := whole(opBinary, "an input of 20 bytes")
	b.Run("guarded", func(b *testing.B) {
		config := testConfig()
		config.FramesPerSecond, config.FrameBurst = 1e9, 1<<20
		config.IdleTimeout, config.PingEvery, config.MessageTimeout = DefaultConfig().IdleTimeout, DefaultConfig().PingEvery, DefaultConfig().MessageTimeout
		w := newWitness()
		door, err := NewDoor(config, func(*Conn) Session { return w })
		if err != nil {
			b.Fatal(err)
		}
		c, err := door.open(&burst{&script{}, message, b.N}, handshaken(), netip.Addr{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		b.ResetTimer()
		c.socket.ReadLoop()
	})
	b.Run("gws", func(b *testing.B) {
		raw := net.Conn(&burst{&script{}, message, b.N})
		socket, err := gws.NewUpgrader(plainEvents{}, nil).UpgradeFromConn(raw, bufio.NewReaderSize(raw, 512), canonical(handshaken()))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		b.ResetTimer()
		socket.ReadLoop()
	})
}
