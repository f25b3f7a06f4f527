package conn

import (
	"runtime"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// arrivals is a Session that only tells the test that a message came.
type arrivals chan struct{}

func (arrivals) OnOpen(*Conn)                             {}
func (a arrivals) OnMessage(*Conn, []byte)                { a <- struct{}{} }
func (arrivals) OnClose(*Conn, protocol.CloseCode, error) {}

// BenchmarkConnMemory tells what one connection that was heard once holds: heap and stack of the
// server's side, and of a bare socket on the other.
func BenchmarkConnMemory(b *testing.B) {
	const conns = 500
	came := make(arrivals)
	h := newHouse(b, testConfig(), plain, func(*Conn) Session { return came })
	for b.Loop() {
		before := inUse()
		peers := make([]*peer, conns)
		for i := range peers {
			p := h.connect(b)
			p.reader = nil
			p.send(whole(opBinary, "an input of 20 bytes"))
			<-came
			peers[i] = p
		}
		b.ReportMetric(float64(inUse()-before)/conns, "B/conn")
		for _, p := range peers {
			_ = p.Close()
		}
		until(b, "all have left", func() bool { return h.Len() == 0 })
	}
}

func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse + stats.StackInuse
}
