package swarm

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// laggedPipe is a lagged line in the bubble's time, and the server's end of it.
func laggedPipe(c Config) (client net.Conn, server net.Conn) {
	raw, server := net.Pipe()
	now := time.Now()
	return newLagged(raw, newWeather(&c, now, 7, 0), newWeather(&c, now, 7, 1)), server
}

func TestLaggedDelaysEachWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := laggedPipe(Config{Delay: 50 * time.Millisecond})
		go func() { _, _ = io.Copy(server, server) }() // an echo
		start, buf := time.Now(), make([]byte, 9)
		if _, err := client.Write([]byte("there and")); err != nil || time.Since(start) != 0 {
			t.Errorf("writing took %v: %v", time.Since(start), err)
		}
		for _, want := range []string{"ther", "e an", "d"} { // read in parts
			n, err := client.Read(buf[:min(4, len(want))])
			if took := time.Since(start); err != nil || string(buf[:n]) != want || took != 100*time.Millisecond {
				t.Errorf("%q came back after %v, %v; want %q after a round trip of 100ms", buf[:n], took, err, want)
			}
		}
		shut(t, client, server)
	})
}

func shut(t *testing.T, conns ...net.Conn) {
	t.Helper()
	for _, c := range conns {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestLaggedKeepsTheOrderOfBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := laggedPipe(Config{Seed: 3, Delay: 40 * time.Millisecond, Jitter: 40 * time.Millisecond, Stalls: 0.2})
		sent, lots := pattern(60000), seeded(9)
		go func() {
			for rest := sent; len(rest) > 0; {
				n := min(len(rest), 1+lots.IntN(900))
				if _, err := server.Write(rest[:n]); err != nil {
					t.Error(err)
				}
				rest = rest[n:]
				time.Sleep(time.Duration(lots.IntN(30)) * time.Millisecond)
			}
			_ = server.Close()
		}()
		got, err := io.ReadAll(client)
		if err != nil || !bytes.Equal(got, sent) {
			t.Errorf("seed 9: %d bytes of %d came, then %v", len(got), len(sent), err)
		}
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("after the end comes %v", err)
		}
		shut(t, client)
	})
}

func TestLaggedIsFeltByTheNetworkWhenFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := laggedPipe(Config{Delay: time.Second})
		sent := 0
		go func() { // nobody reads
			for {
				n, err := server.Write(make([]byte, 1000))
				if sent += n; err != nil {
					return
				}
			}
		}()
		time.Sleep(time.Minute)
		synctest.Wait()
		if sent < lagRoom || sent > lagRoom+3*lagPiece {
			t.Errorf("%d bytes were taken, want about %d", sent, lagRoom)
		}
		shut(t, client, server)
		if _, err := client.Write([]byte{1}); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed line is written to: %v", err)
		}
		if _, err := client.Read([]byte{1}); !errors.Is(err, net.ErrClosed) {
			t.Errorf("a closed line is read from: %v", err)
		}
	})
}

func TestLaggedTellsThatTheOtherEndIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := laggedPipe(Config{Delay: 20 * time.Millisecond})
		shut(t, server)
		start := time.Now()
		if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) || time.Since(start) != 20*time.Millisecond {
			t.Errorf("the end came as %v after %v", err, time.Since(start))
		}
		shut(t, client)
	})
}

func TestWeatherStaysWithinItsJitter(t *testing.T) {
	c := Config{Seed: 5, Delay: 50 * time.Millisecond, Jitter: 30 * time.Millisecond}
	now := time.Now()
	w := newWeather(&c, now, 1, 0)
	var ms []float64
	last := now
	for range 5000 {
		now = now.Add(100 * time.Millisecond) // far enough apart that none waits for the one before
		due := w.due(now)
		if due.Before(last) {
			t.Fatal("one overtook another")
		}
		last = due
		ms = append(ms, float64(due.Sub(now))/float64(time.Millisecond))
	}
	near(t, "the shortest delay", slices.Min(ms), 20, 0.5)
	near(t, "the longest delay", slices.Max(ms), 80, 0.5)
	near(t, "the median delay", percentile(ms, 0.5), 50, 2)
}

func TestWeatherNeverOvertakes(t *testing.T) {
	c := Config{Seed: 6, Delay: 30 * time.Millisecond, Jitter: 30 * time.Millisecond, Stalls: 0.3}
	now := time.Now()
	w := newWeather(&c, now, 1, 1)
	last := now
	for i := range 5000 {
		now = now.Add(time.Millisecond)
		due := w.due(now)
		if due.Before(last) || due.Before(now) {
			t.Fatalf("seed %d: the one at %d ms overtook", c.Seed, i)
		}
		last = due
	}
}

func TestStallsTakeTheirShareOnBothWaysAtOnce(t *testing.T) {
	for _, share := range []float64{0.01, 0.1, 0.5} {
		c := Config{Seed: 8, Stalls: share}
		now := time.Now()
		in, out := newWeather(&c, now, 4, 0), newWeather(&c, now, 4, 1)
		const ticks = 600_000
		stalled := 0
		for range ticks {
			now = now.Add(10 * time.Millisecond)
			a, b := in.due(now), out.due(now)
			if !a.Equal(b) {
				t.Fatalf("share %v, seed %d: the ways do not stall together", share, c.Seed)
			}
			if a.After(now) {
				stalled++
			}
			if a.Sub(now) > stallMost {
				t.Fatalf("share %v, seed %d: a stall of %v", share, c.Seed, a.Sub(now))
			}
		}
		near(t, "the share of stalls", float64(stalled)/ticks, share, share/8)
	}
}
