//go:build unix

package conn

import (
	"syscall"
	"testing"
	"time"
)

// benchmarkRawSend is the floor: send(2) and nothing else, on a socket tuned alike.
func benchmarkRawSend(b *testing.B, f Frame) {
	raw := tcpPair(b)
	_ = raw.SetNoDelay(true)
	tuneSystem(raw, DefaultConfig().NotSentLowWater, time.Minute)
	rc, err := raw.SyscallConn()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	err = rc.Control(func(fd uintptr) {
		for b.Loop() {
			for {
				if _, err := syscall.Write(int(fd), f); err != syscall.EAGAIN {
					break
				}
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
}
