package conn

import (
	"runtime"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// arrivals is a Session that only tells the test that a message came.
type arrivals chan *Conn

func (arrivals) OnOpen(*Conn)                             {}
func (a arrivals) OnMessage(c *Conn, _ []byte)            { a <- c }
func (arrivals) OnClose(*Conn, protocol.CloseCode, error) {}

// BenchmarkConnMemory tells what one connection that was heard once holds, socket of package net
// included: on the heap, and as the stack of its goroutine. It is what is free again after the server
// closed them all, while the peers' ends are still there.
func BenchmarkConnMemory(b *testing.B) {
	const conns = 1000
	came := make(arrivals)
	h := newHouse(b, testConfig(), plain, func(*Conn) Session { return came })
	for b.Loop() {
		ours := make([]*Conn, conns)
		peers := make([]*peer, conns)
		for i := range peers {
			peers[i] = h.connect(b)
			peers[i].send(whole(opBinary, "an input of 20 bytes"))
			ours[i] = <-came
		}
		heap, stack := inUse()
		for i, c := range ours {
			c.Close(protocol.CloseRestart, "measured")
			peers[i].expectClose(protocol.CloseRestart)
		}
		until(b, "all have left", func() bool { return h.Len() == 0 })
		ours = nil
		heapLess, stackLess := inUse()
		b.ReportMetric(float64(heap-heapLess)/conns, "heap-B/conn")
		b.ReportMetric(float64(stack-stackLess)/conns, "stack-B/conn")
		b.ReportMetric(float64(heap-heapLess+stack-stackLess)/conns, "B/conn")
		runtime.KeepAlive(peers)
	}
}

// inUse is what lives after a collection; three of them, because pools keep things for two.
func inUse() (heap, stack int64) {
	for range 3 {
		runtime.GC()
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc), int64(stats.StackInuse)
}
