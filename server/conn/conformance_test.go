package conn

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/orbrawl/orbrawl/protocol"
)

// killer is the 14-byte frame that kills a process on plain gws: a 64-bit length with its top bit set.
const killer = "\x82\xff\x80\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"

type wanted struct {
	op      byte
	payload string
}

type exchange struct {
	name string
	text bool // text is allowed
	send [][]byte
	want []wanted           // in this order, before the close
	code protocol.CloseCode // of the server's close frame; 0: the peer closes with 1000 and is echoed
}

func conversation(frames ...[]byte) [][]byte { return frames }

// binaryExchanges run on the stack as the game has it: binary only, 4 KiB.
func binaryExchanges() []exchange {
	big := strings.Repeat("x", 4096)
	bin := func(s string) wanted { return wanted{opBinary, s} }
	pong := func(s string) wanted { return wanted{opPong, s} }
	return []exchange{
		{name: "empty message", send: conversation(whole(opBinary, "")), want: []wanted{bin("")}},
		{name: "small message", send: conversation(whole(opBinary, "hello")), want: []wanted{bin("hello")}},
		{name: "length 125", send: conversation(whole(opBinary, big[:125])), want: []wanted{bin(big[:125])}},
		{name: "length 126", send: conversation(whole(opBinary, big[:126])), want: []wanted{bin(big[:126])}},
		{name: "length 127", send: conversation(whole(opBinary, big[:127])), want: []wanted{bin(big[:127])}},
		{name: "length 128", send: conversation(whole(opBinary, big[:128])), want: []wanted{bin(big[:128])}},
		{name: "length at the limit", send: conversation(whole(opBinary, big)), want: []wanted{bin(big)}},
		{name: "length one over", send: conversation(frame(finBit|opBinary, []byte(big+"y"))), code: protocol.CloseTooBig},
		{name: "length 65535", send: conversation([]byte{0x82, 0xfe, 0xff, 0xff}), code: protocol.CloseTooBig},
		{name: "length 65536", send: conversation([]byte{0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 0}), code: protocol.CloseTooBig},
		{name: "length 16 MiB announced", send: conversation([]byte("\x82\xff\x00\x00\x00\x00\x01\x00\x00\x00mask")), code: protocol.CloseTooBig},
		{name: "length 2^63-1", send: conversation([]byte("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xffmask")), code: protocol.CloseTooBig},
		{name: "length 2^32", send: conversation([]byte("\x82\xff\x00\x00\x00\x01\x00\x00\x00\x00mask")), code: protocol.CloseTooBig},
		{name: "length with the top bit", send: conversation([]byte(killer)), code: protocol.CloseProtocol},
		{name: "length all ones", send: conversation([]byte("\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff")), code: protocol.CloseProtocol},
		{name: "top bit in a continuation", send: conversation(piece(opBinary, "a"), []byte("\x80\xff\x80\x00\x00\x00\x00\x00\x00\x01mask")), code: protocol.CloseProtocol},
		{name: "5 in 16 bits", send: conversation(mask([]byte{0x82, 0xfe, 0, 5}, []byte("hello"))), code: protocol.CloseProtocol},
		{name: "125 in 16 bits", send: conversation(mask([]byte{0x82, 0xfe, 0, 125}, []byte(big[:125]))), code: protocol.CloseProtocol},
		{name: "5 in 64 bits", send: conversation(mask([]byte{0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 5}, []byte("hello"))), code: protocol.CloseProtocol},
		{name: "65535 in 64 bits", send: conversation([]byte{0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff}), code: protocol.CloseProtocol},

		{name: "text", send: conversation(whole(opText, "hello")), code: protocol.CloseText},
		{name: "empty text", send: conversation(whole(opText, "")), code: protocol.CloseText},
		{name: "fragmented text", send: conversation(piece(opText, "he"), whole(opContinue, "llo")), code: protocol.CloseText},
		{name: "text after a message", send: conversation(whole(opBinary, "a"), whole(opText, "b")), want: []wanted{bin("a")}, code: protocol.CloseText},

		{name: "rsv1", send: conversation(whole(0x40|opBinary, "a")), code: protocol.CloseProtocol},
		{name: "rsv2", send: conversation(whole(0x20|opBinary, "a")), code: protocol.CloseProtocol},
		{name: "rsv3", send: conversation(whole(0x10|opBinary, "a")), code: protocol.CloseProtocol},
		{name: "all rsv", send: conversation(whole(0x70|opBinary, "a")), code: protocol.CloseProtocol},
		{name: "rsv1 on a ping", send: conversation(whole(0x40|opPing, "a")), code: protocol.CloseProtocol},
		{name: "rsv2 on a close", send: conversation(whole(0x20|opClose, "")), code: protocol.CloseProtocol},
		{name: "rsv3 on a continuation", send: conversation(piece(opBinary, "a"), whole(0x10|opContinue, "a")), code: protocol.CloseProtocol},
		{name: "rsv after a message and a ping", send: conversation(whole(opBinary, "a"), whole(opPing, "p"), whole(0x40|opBinary, "b")), want: []wanted{bin("a"), pong("p")}, code: protocol.CloseProtocol},
		{name: "opcode 3", send: conversation(whole(3, "")), code: protocol.CloseProtocol},
		{name: "opcode 4", send: conversation(whole(4, "a")), code: protocol.CloseProtocol},
		{name: "opcode 5", send: conversation(whole(5, "a")), code: protocol.CloseProtocol},
		{name: "opcode 6", send: conversation(whole(6, "a")), code: protocol.CloseProtocol},
		{name: "opcode 7 after a message", send: conversation(whole(opBinary, "a"), whole(7, "a")), want: []wanted{bin("a")}, code: protocol.CloseProtocol},
		{name: "opcode 11", send: conversation(whole(11, "")), code: protocol.CloseProtocol},
		{name: "opcode 12", send: conversation(whole(12, "a")), code: protocol.CloseProtocol},
		{name: "opcode 13", send: conversation(whole(13, "a")), code: protocol.CloseProtocol},
		{name: "opcode 14", send: conversation(whole(14, "a")), code: protocol.CloseProtocol},
		{name: "opcode 15 in a fragmented message", send: conversation(piece(opBinary, "a"), whole(15, "a")), code: protocol.CloseProtocol},
		{name: "unmasked message", send: conversation([]byte("\x82\x02hi")), code: protocol.CloseProtocol},
		{name: "unmasked empty message", send: conversation([]byte("\x82\x00")), code: protocol.CloseProtocol},
		{name: "unmasked ping", send: conversation([]byte("\x89\x00")), code: protocol.CloseProtocol},
		{name: "unmasked close", send: conversation([]byte("\x88\x02\x03\xe8")), code: protocol.CloseProtocol},

		{name: "ping", send: conversation(whole(opPing, "")), want: []wanted{pong("")}},
		{name: "ping with payload", send: conversation(whole(opPing, "are you there")), want: []wanted{pong("are you there")}},
		{name: "ping with binary payload", send: conversation(whole(opPing, "\x00\xff\xfe\xfd\x00")), want: []wanted{pong("\x00\xff\xfe\xfd\x00")}},
		{name: "ping of 125", send: conversation(whole(opPing, big[:125])), want: []wanted{pong(big[:125])}},
		{name: "ping of 126", send: conversation(whole(opPing, big[:126])), code: protocol.CloseProtocol},
		{name: "ten pings", send: conversation(repeat(whole(opPing, "p"), 10)), want: []wanted{pong("p"), pong("p"), pong("p"), pong("p"), pong("p"), pong("p"), pong("p"), pong("p"), pong("p"), pong("p")}},
		{name: "fragmented ping", send: conversation(piece(opPing, "a"), whole(opContinue, "b")), code: protocol.CloseProtocol},
		{name: "unasked pong", send: conversation(whole(opPong, "a"), whole(opBinary, "b")), want: []wanted{bin("b")}},
		{name: "unasked pong of 8 bytes", send: conversation(whole(opPong, "\x00\x00\x00\x00\x00\x00\x00\x00"), whole(opPing, "p")), want: []wanted{pong("p")}},
		{name: "pong of 126", send: conversation(whole(opPong, big[:126])), code: protocol.CloseProtocol},
		{name: "fragmented pong", send: conversation(piece(opPong, "a")), code: protocol.CloseProtocol},

		{name: "two fragments", send: conversation(piece(opBinary, "he"), whole(opContinue, "llo")), want: []wanted{bin("hello")}},
		{name: "five fragments", send: conversation(piece(opBinary, "h"), piece(opContinue, "e"), piece(opContinue, "l"), piece(opContinue, "l"), whole(opContinue, "o")), want: []wanted{bin("hello")}},
		{name: "empty fragments around", send: conversation(piece(opBinary, ""), piece(opContinue, "a"), whole(opContinue, "")), want: []wanted{bin("a")}},
		{name: "all fragments empty", send: conversation(piece(opBinary, ""), piece(opContinue, ""), whole(opContinue, "")), want: []wanted{bin("")}},
		{name: "ping between fragments", send: conversation(piece(opBinary, "he"), whole(opPing, "p"), whole(opContinue, "llo")), want: []wanted{pong("p"), bin("hello")}},
		{name: "pong between fragments", send: conversation(piece(opBinary, "he"), whole(opPong, "p"), whole(opContinue, "llo")), want: []wanted{bin("hello")}},
		{name: "close between fragments", send: conversation(piece(opBinary, "he"), closing(1000, "")), code: protocol.CloseLeave},
		{name: "message inside a message", send: conversation(piece(opBinary, "he"), whole(opBinary, "llo")), code: protocol.CloseProtocol},
		{name: "fragment inside a message", send: conversation(piece(opBinary, "he"), piece(opBinary, "llo")), code: protocol.CloseProtocol},
		{name: "text inside a message", send: conversation(piece(opBinary, "he"), whole(opText, "llo")), code: protocol.CloseProtocol},
		{name: "continuation of nothing", send: conversation(whole(opContinue, "a")), code: protocol.CloseProtocol},
		{name: "open continuation of nothing", send: conversation(piece(opContinue, "a")), code: protocol.CloseProtocol},
		{name: "continuation after the end", send: conversation(piece(opBinary, "a"), whole(opContinue, "b"), whole(opContinue, "c")), want: []wanted{bin("ab")}, code: protocol.CloseProtocol},
		{name: "two fragmented messages", send: conversation(piece(opBinary, "a"), whole(opContinue, "b"), piece(opBinary, "c"), whole(opContinue, "d")), want: []wanted{bin("ab"), bin("cd")}},
		{name: "fragments up to the limit", send: conversation(piece(opBinary, big[:2048]), whole(opContinue, big[2048:])), want: []wanted{bin(big)}},
		{name: "fragments over the limit", send: conversation(piece(opBinary, big[:2048]), whole(opContinue, big[2047:])), code: protocol.CloseTooBig},
		{name: "64 fragments", send: conversation(piece(opBinary, "a"), repeat(piece(opContinue, "a"), 62), whole(opContinue, "a")), want: []wanted{bin(big[:0] + strings.Repeat("a", 64))}},
		{name: "65 fragments", send: conversation(piece(opBinary, "a"), repeat(piece(opContinue, "a"), 63), whole(opContinue, "a")), code: protocol.ClosePolicy},
		{name: "endless empty fragments", send: conversation(piece(opBinary, ""), repeat(piece(opContinue, ""), 1000)), code: protocol.ClosePolicy},

		{name: "close without a code", send: conversation(whole(opClose, "")), code: CodeNoStatus},
		{name: "close of one byte", send: conversation(whole(opClose, "\x03")), code: protocol.CloseProtocol},
		{name: "close of 126", send: conversation(whole(opClose, "\x03\xe8"+big[:124])), code: protocol.CloseProtocol},
		{name: "close with reason", send: conversation(closing(1000, "bye")), code: 1000},
		{name: "close with a reason of 123", send: conversation(closing(1000, big[:123])), code: 1000},
		{name: "close reason not UTF-8", send: conversation(closing(1000, "\xce\xba\xe1\xbd\xb9\xed\xa0\x80")), code: protocol.CloseBadData},
		{name: "fragmented close", send: conversation(piece(opClose, "\x03\xe8")), code: protocol.CloseProtocol},
		{name: "two closes", send: conversation(closing(1000, ""), closing(3000, "")), code: 1000},
		{name: "message after close", send: conversation(closing(1000, ""), whole(opBinary, "late")), code: 1000},
		{name: "ping after close", send: conversation(closing(1000, ""), whole(opPing, "late")), code: 1000},
		{name: "garbage after close", send: conversation(closing(1000, ""), []byte("\xff\xff\xff\xff\xff\xff\xff\xff")), code: 1000},
		{name: "killer after close", send: conversation(closing(1000, ""), []byte(killer)), code: 1000},
		{name: "64 KiB after close", send: conversation(closing(1000, ""), repeat([]byte("noise..."), 8192)), code: 1000},
		{name: "message before close", send: conversation(whole(opBinary, "a"), closing(1000, "")), want: []wanted{bin("a")}, code: 1000},
		{name: "HTTP instead of frames", send: conversation([]byte("GET / HTTP/1.1\r\n\r\n")), code: protocol.CloseProtocol},
	}
}

// closeExchanges are all codes with a meaning, and the borders of those without.
func closeExchanges() []exchange {
	var all []exchange
	add := func(sent uint16, answered protocol.CloseCode) {
		all = append(all, exchange{name: fmt.Sprintf("close code %d", sent), send: conversation(closing(sent, "")), code: answered})
	}
	for _, code := range []uint16{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013} {
		add(code, 1000)
	}
	for _, code := range []uint16{3000, 3999, 4000, 4500, 4999} {
		add(code, protocol.CloseCode(code))
	}
	for _, code := range []uint16{0, 1, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		add(code, protocol.CloseProtocol)
	}
	return all
}

// textExchanges run with text allowed, as an outside conformance suite needs it.
func textExchanges() []exchange {
	greek := "κόσμε"
	text := func(s string) wanted { return wanted{opText, s} }
	all := []exchange{
		{name: "text", send: conversation(whole(opText, "Hello-µ@ßöäüàá-UTF-8!!")), want: []wanted{text("Hello-µ@ßöäüàá-UTF-8!!")}},
		{name: "empty text", send: conversation(whole(opText, "")), want: []wanted{text("")}},
		{name: "text cut inside a rune", send: conversation(piece(opText, greek[:3]), whole(opContinue, greek[3:])), want: []wanted{text(greek)}},
		{name: "ping inside a rune", send: conversation(piece(opText, greek[:3]), whole(opPing, "p"), whole(opContinue, greek[3:])), want: []wanted{{opPong, "p"}, text(greek)}},
		{name: "binary beside text", send: conversation(whole(opText, "a"), whole(opBinary, "\xff")), want: []wanted{text("a"), {opBinary, "\xff"}}},
		{name: "last code point", send: conversation(whole(opText, "\U0010ffff")), want: []wanted{text("\U0010ffff")}},
		{name: "text ends inside a rune", send: conversation(whole(opText, greek[:3])), code: protocol.CloseBadData},
		{name: "fragmented bad text", send: conversation(piece(opText, "a"), whole(opContinue, "\xff")), code: protocol.CloseBadData},
		{name: "bad text after good", send: conversation(whole(opText, "a"), whole(opText, "\xff")), want: []wanted{text("a")}, code: protocol.CloseBadData},
	}
	for _, bad := range []string{"\x80", "\xbf", "\xc0\xaf", "\xc3\x28", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff"} {
		all = append(all, exchange{name: fmt.Sprintf("text % x", bad), send: conversation(whole(opText, bad)), code: protocol.CloseBadData})
	}
	for i := range all {
		all[i].name, all[i].text = "allowed "+all[i].name, true
	}
	return all
}

// TestConformance has every exchange once in one write, once byte by byte, and once in random pieces.
func TestConformance(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	exchanges := append(append(binaryExchanges(), closeExchanges()...), textExchanges()...)
	t.Logf("%d exchanges", len(exchanges))
	houses := map[bool]*house{}
	for _, text := range []bool{false, true} {
		config := testConfig()
		config.AllowText = text
		houses[text] = newHouse(t, config, plain, func(*Conn) Session {
			w := newWitness()
			w.onMessage = echoed
			return w
		})
	}
	cuts := map[string]func(left int) int{
		"in one piece":     func(left int) int { return left },
		"byte by byte":     func(int) int { return 1 },
		"in random pieces": func(left int) int { return 1 + random.IntN(left) },
	}
	for _, x := range exchanges {
		for how, cut := range cuts {
			t.Run(x.name+" "+how, func(t *testing.T) { x.run(houses[x.text].connect(t), cut) })
		}
	}
}

func (x exchange) run(p *peer, cut func(left int) int) {
	p.t.Helper()
	var stream []byte
	for _, b := range x.send {
		stream = append(stream, b...)
	}
	if len(stream) > 1<<14 {
		p.send(stream) // byte by byte would test the machine's patience only
		stream = nil
	}
	for len(stream) > 0 {
		n := cut(len(stream))
		if _, err := p.Write(stream[:n]); err != nil {
			break // the server may be done with us before we are
		}
		stream = stream[n:]
	}
	for _, w := range x.want {
		p.expect(w.op, w.payload)
	}
	code := x.code
	if code == 0 {
		p.send(closing(1000, "done"))
		code = 1000
	}
	p.expectClose(code)
}
