package conn

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"testing"
)

// atOnce is a script whose peer says all at once.
type atOnce struct{ *script }

func (s atOnce) Read(p []byte) (int, error) {
	s.random = rand.New(greedy{})
	return s.script.Read(p)
}

// greedy makes a script give as much as there is room for.
type greedy struct{}

func (greedy) Uint64() uint64 { return ^uint64(0) }

// drip is a script whose peer says a byte at a time: gws then reads every message.
type drip struct{ *script }

func (s drip) Read(p []byte) (int, error) { return s.script.Read(p[:1]) }

// chatter is a random stream of frames in order: messages of all lengths, whole and in pieces, with control
// frames between.
func chatter(random *rand.Rand) []byte {
	var stream []byte
	for range 1 + random.IntN(40) {
		op := byte(opBinary)
		if random.IntN(4) == 0 {
			op = opText
		}
		text := string(bytes.Repeat([]byte{byte('a' + random.IntN(26))}, random.IntN(1<<random.IntN(9))))
		switch random.IntN(5) {
		case 0:
			cut := random.IntN(len(text) + 1)
			stream = append(stream, piece(op, text[:cut])...)
			if random.IntN(2) == 0 {
				stream = append(stream, whole(opPing, "between")...)
			}
			stream = append(stream, whole(opContinue, text[cut:])...)
		case 1:
			stream = append(stream, whole(opPing, text[:min(len(text), maxControl)])...)
		default:
			stream = append(stream, whole(op, text)...)
		}
	}
	return append(stream, closing(1000, "bye")...)
}

// TestShortcutTellsTheSame plays random conversations twice: a byte at a time, which gws reads alone, and as large as
// they come. The session must hear the same messages in the same order.
func TestShortcutTellsTheSame(t *testing.T) {
	for seed := range uint64(300) {
		stream := chatter(rand.New(rand.NewPCG(seed, 1)))
		slow, fast := hear(t, stream, true), hear(t, stream, false)
		if !slices.Equal(slow, fast) {
			t.Fatalf("seed %d: heard %q, by gws alone %q", seed, fast, slow)
		}
	}
}

// hear plays a stream and returns what the session was told.
func hear(t *testing.T, stream []byte, byByte bool) (messages []string) {
	t.Helper()
	config := testConfig()
	config.AllowText = true
	w := newWitness()
	w.onMessage = func(c *Conn, p []byte) { messages = append(messages, fmt.Sprint(c.IsText(), string(p))) }
	door, err := NewDoor(config, func(*Conn) Session { return w })
	if err != nil {
		t.Fatal(err)
	}
	s := &script{random: rand.New(rand.NewPCG(1, 2)), stream: bytes.Clone(stream)}
	door.places.take(netip.Addr{})
	raw := net.Conn(atOnce{s})
	if byByte {
		raw = drip{s}
	}
	c, err := door.open(raw, handshaken(), netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	c.serve()
	if end := wait(t, "OnClose", w.left); end.code != 1000 {
		t.Fatalf("left with %d %v", end.code, end.err)
	}
	return messages
}

func TestUnmask(t *testing.T) {
	for size := range 40 {
		want := bytes.Repeat([]byte("orbrawl"), 6)[:size]
		masked := mask(nil, want)
		got := slices.Clone(masked[maskSize:])
		unmask(got, masked[:maskSize])
		if !bytes.Equal(got, want) {
			t.Errorf("size %d: %q", size, got)
		}
	}
}

// TestShortMessagesAllocateNothing counts what a thousand inputs cost, once the connection stands.
func TestShortMessagesAllocateNothing(t *testing.T) {
	heard := 0
	w := newWitness()
	w.onMessage = func(*Conn, []byte) { heard++ }
	door, err := NewDoor(testConfig(), func(*Conn) Session { return w })
	if err != nil {
		t.Fatal(err)
	}
	c, err := door.open(&burst{&script{}, whole(opBinary, "an input of 20 bytes"), 1 << 20}, handshaken(), netip.Addr{})
	if err != nil {
		t.Fatal(err)
	}
	c.session = w
	if got := testing.AllocsPerRun(1000, c.guard.fetch); got != 0 || heard != 1001 {
		t.Errorf("%v allocations a message, %d heard", got, heard)
	}
}
