package swarm

import (
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

func TestBackOffIsTheRealClients(t *testing.T) {
	for try, most := range []time.Duration{250, 500, 1000, 2000, 4000, 8000, 8000, 8000} {
		a := away{tries: try}
		src := chance{seeded(uint64(try))}
		var longest time.Duration
		for range 400 {
			a.tries = try
			d := a.pause(src, &protocol.Bye{})
			if d < backLeast || d > backLeast+most*time.Millisecond || a.tries != try+1 {
				t.Fatalf("try %d waits %v", try, d)
			}
			longest = max(longest, d)
		}
		if longest < backLeast+most*time.Millisecond*9/10 {
			t.Errorf("try %d waits %v at most, want up to %v", try, longest, backLeast+most*time.Millisecond)
		}
	}
	a := away{}
	if d := a.pause(chance{seeded(1)}, &protocol.Bye{Code: 1012, RetryMs: 3000}); d < 3100*time.Millisecond {
		t.Errorf("the server asked for 3 s, the pilot waits %v", d)
	}
}
