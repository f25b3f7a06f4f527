package conn

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/orbrawl/orbrawl/protocol"
)

// answerTo sends one raw request and reads the answer.
func (h *house) answerTo(t *testing.T, text string) (*http.Response, string) {
	t.Helper()
	raw := h.dial(t)
	_ = raw.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(raw, text); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(text, " ")
	answer, err := http.ReadResponse(bufio.NewReader(raw), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode == http.StatusSwitchingProtocols {
		return answer, ""
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = raw.Close()
	return answer, string(body)
}

func TestHandshake(t *testing.T) {
	config := testConfig()
	config.Origins = []string{"https://play.example.com"}
	h := newHouse(t, config, plain, func(*Conn) Session { return newWitness() })
	host := h.address()
	origin := "Origin: http://" + host
	key := "Sec-WebSocket-Key: " + goodKey
	version := "Sec-WebSocket-Version: 13"
	upgrade := "Upgrade: websocket"
	connection := "Connection: keep-alive, Upgrade"
	tests := []struct {
		name string
		edit []string
		want Refusal
	}{
		{"method POST", []string{"GET", "POST"}, RefusedMethod},
		{"method HEAD", []string{"GET", "HEAD"}, RefusedMethod},
		{"method OPTIONS", []string{"GET", "OPTIONS"}, RefusedMethod},
		{"HTTP/1.0", []string{"HTTP/1.1", "HTTP/1.0"}, RefusedHTTP},
		{"body", []string{origin, "Content-Length: 2", "\r\n\r\n", "\r\n\r\nhi"}, RefusedBody},
		{"chunked body", []string{origin, "Transfer-Encoding: chunked", "\r\n\r\n", "\r\n\r\n0\r\n\r\n"}, RefusedBody},
		{"no upgrade", []string{upgrade + "\r\n", ""}, RefusedUpgrade},
		{"upgrade to something else", []string{upgrade, "Upgrade: h2c"}, RefusedUpgrade},
		{"upgrade to a longer word", []string{upgrade, "Upgrade: websockets"}, RefusedUpgrade},
		{"no connection", []string{connection + "\r\n", ""}, RefusedUpgrade},
		{"connection of a longer word", []string{connection, "Connection: not-upgrade"}, RefusedUpgrade},
		{"no version", []string{version + "\r\n", ""}, RefusedVersion},
		{"version 8", []string{version, "Sec-WebSocket-Version: 8"}, RefusedVersion},
		{"version 14", []string{version, "Sec-WebSocket-Version: 14"}, RefusedVersion},
		{"two versions", []string{version, version + "\r\n" + version}, RefusedVersion},
		{"no key", []string{key + "\r\n", ""}, RefusedKey},
		{"empty key", []string{key, "Sec-WebSocket-Key: "}, RefusedKey},
		{"short key", []string{key, "Sec-WebSocket-Key: c2hvcnQ="}, RefusedKey},
		{"long key", []string{key, "Sec-WebSocket-Key: " + goodKey + goodKey}, RefusedKey},
		{"key of 17 bytes", []string{key, "Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Njc="}, RefusedKey},
		{"key not base64", []string{key, "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!=="}, RefusedKey},
		{"two keys", []string{key, key + "\r\n" + key}, RefusedKey},
		{"foreign origin", []string{origin, "Origin: https://evil.example"}, RefusedOrigin},
		{"own host as a prefix", []string{origin, "Origin: http://" + host + ".evil.example"}, RefusedOrigin},
		{"null origin", []string{origin, "Origin: null"}, RefusedOrigin},
		{"empty origin", []string{origin, "Origin: "}, RefusedOrigin},
		{"file origin", []string{origin, "Origin: file://" + host}, RefusedOrigin},
		{"two origins", []string{origin, origin + "\r\n" + origin}, RefusedOrigin},
		{"good", nil, Welcome},
		{"no origin", []string{origin + "\r\n", ""}, Welcome},
		{"listed origin", []string{origin, "Origin: https://play.example.com"}, Welcome},
		{"https origin of own host", []string{origin, "Origin: https://" + host}, Welcome},
		{"tokens in another case", []string{upgrade, "upgrade: WebSocket", connection, "connection: UPGRADE"}, Welcome},
		{"connection on two lines", []string{connection, "Connection: keep-alive\r\nConnection: Upgrade"}, Welcome},
		{"upgrade as a list", []string{upgrade, "Upgrade: h2c, websocket"}, Welcome},
		{"extension offered", []string{upgrade, upgrade + "\r\nSec-WebSocket-Extensions: permessage-deflate"}, Welcome},
		{"subprotocol offered", []string{upgrade, upgrade + "\r\nSec-WebSocket-Protocol: chat"}, Welcome},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := h.tally.RefusedCount(test.want)
			answer, body := h.answerTo(t, request(host, test.edit...))
			if answer.StatusCode != test.want.Status() {
				t.Fatalf("status %s %q, want %d", answer.Status, body, test.want.Status())
			}
			if test.want == Welcome {
				if answer.Header.Get("Sec-WebSocket-Extensions") != "" || answer.Header.Get("Sec-WebSocket-Protocol") != "" {
					t.Errorf("agreed to what is not spoken: %v", answer.Header)
				}
				return
			}
			if test.name != "method HEAD" && strings.TrimSpace(body) != test.want.Sentence() {
				t.Errorf("body %q, want %q", body, test.want.Sentence())
			}
			if got := h.tally.RefusedCount(test.want); got != before+1 {
				t.Errorf("counted %d times", got-before)
			}
			checkRefusalHeaders(t, answer)
		})
	}
}

func checkRefusalHeaders(t *testing.T, answer *http.Response) {
	t.Helper()
	switch answer.StatusCode {
	case http.StatusUpgradeRequired:
		if answer.Header.Get("Sec-WebSocket-Version") != "13" || answer.Header.Get("Upgrade") != "websocket" {
			t.Errorf("426 with %v", answer.Header)
		}
	case http.StatusMethodNotAllowed:
		if answer.Header.Get("Allow") != "GET" {
			t.Errorf("405 with %v", answer.Header)
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if answer.Header.Get("Retry-After") != "5" {
			t.Errorf("%d with %v", answer.StatusCode, answer.Header)
		}
	}
}

func TestBytesBeforeTheAnswerAreRefused(t *testing.T) {
	h, _ := witnessed(t, testConfig(), plain)
	answer, body := h.answerTo(t, request(h.address())+string(whole(opBinary, "early")))
	if answer.StatusCode != http.StatusBadRequest || strings.TrimSpace(body) != RefusedEarlyBytes.Sentence() {
		t.Fatalf("%s %q", answer.Status, body)
	}
	until(t, "the place is free again", func() bool { return h.Len() == 0 })
}

func TestNoHijackIsRefused(t *testing.T) {
	door, err := NewDoor(testConfig(), func(*Conn) Session { return newWitness() })
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "http://example.com/ws", nil)
	r.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}, "Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {goodKey}}
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, r)
	if answer.Code != http.StatusInternalServerError || door.Len() != 0 {
		t.Fatalf("%d, %d places taken", answer.Code, door.Len())
	}
	r.ProtoMajor, r.ProtoMinor = 2, 0
	if got := checkHandshake(r, nil); got != RefusedHTTP {
		t.Fatalf("HTTP/2: %v", got)
	}
}

func TestPlacesPerAddress(t *testing.T) {
	config := testConfig()
	config.ConnsPerAddress = 2
	h := newHouse(t, config, plain, func(*Conn) Session { return newWitness() })
	first := h.connect(t)
	h.connect(t)
	answer, body := h.answerTo(t, request(h.address()))
	if answer.StatusCode != http.StatusTooManyRequests || !strings.Contains(body, "address") {
		t.Fatalf("third: %s %q", answer.Status, body)
	}
	checkRefusalHeaders(t, answer)
	first.send(closing(1000, ""))
	first.expectClose(1000)
	_ = first.Close()
	until(t, "a place is free", func() bool { return h.Len() == 1 })
	h.connect(t)
}

func TestPlacesInAll(t *testing.T) {
	config := testConfig()
	config.ConnsTotal = 1
	h, _ := witnessed(t, config, plain)
	h.connect(t)
	answer, _ := h.answerTo(t, request(h.address()))
	if answer.StatusCode != http.StatusServiceUnavailable {
		t.Fatal(answer.Status)
	}
	checkRefusalHeaders(t, answer)
}

func TestPlacesCountIPv6ByBlock(t *testing.T) {
	p := newPlaces(1, 0)
	take := func(addr string, want Refusal) {
		t.Helper()
		if got := p.take(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v, want %v", addr, got, want)
		}
	}
	take("2001:db8:1:2::1", Welcome)
	take("2001:db8:1:2:ffff::9", RefusedAddress)
	take("2001:db8:1:3::1", Welcome)
	take("fe80::1%eth0", Welcome)
	take("fe80::2%eth1", RefusedAddress)
	take("192.0.2.1", Welcome)
	take("::ffff:192.0.2.1", RefusedAddress)
	take("192.0.2.2", Welcome)
	for range 3 {
		if got := p.take(netip.Addr{}); got != Welcome {
			t.Errorf("unknown address: %v", got)
		}
		p.give(netip.Addr{})
	}
	for _, addr := range []string{"2001:db8:1:2::77", "2001:db8:1:3::1", "fe80::3", "192.0.2.1", "192.0.2.2"} {
		p.give(netip.MustParseAddr(addr))
	}
	if p.count() != 0 || len(p.taken) != 0 {
		t.Errorf("%d places and %d addresses are left", p.count(), len(p.taken))
	}
}

func TestAdmitAndClientAddr(t *testing.T) {
	config := testConfig()
	config.ConnsPerAddress = 1
	config.Admit = func(r *http.Request) bool { return r.URL.Query().Get("banned") == "" }
	config.ClientAddr = func(r *http.Request) netip.Addr {
		addr, _ := netip.ParseAddr(r.Header.Get("X-Real-Ip"))
		return addr
	}
	h := newHouse(t, config, plain, func(*Conn) Session { return newWitness() })
	from := func(addr string) string {
		return request(h.address(), "Upgrade: websocket", "Upgrade: websocket\r\nX-Real-Ip: "+addr)
	}
	for _, step := range []struct {
		text string
		want int
	}{
		{request(h.address(), "/ws", "/ws?banned=1"), 403},
		{from("192.0.2.7"), 101},
		{from("192.0.2.7"), 429},
		{from("192.0.2.8"), 101},
		{from(""), 101},
		{from(""), 101},
	} {
		if answer, _ := h.answerTo(t, step.text); answer.StatusCode != step.want {
			t.Errorf("%d, want %d for %q", answer.StatusCode, step.want, step.text)
		}
	}
}

func TestShutdown(t *testing.T) {
	h := newHouse(t, testConfig(), plain, func(*Conn) Session { return newWitness() })
	var peers []*peer
	for range 20 {
		peers = append(peers, h.connect(t))
	}
	done := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		done <- h.Shutdown(ctx, protocol.CloseRestart, "Back soon.")
	}()
	for _, p := range peers {
		if reason := p.expectClose(protocol.CloseRestart); reason != "Back soon." {
			t.Fatalf("reason %q", reason)
		}
		_ = p.Close()
	}
	if err := wait(t, "Shutdown", done); err != nil {
		t.Fatal(err)
	}
	if answer, _ := h.answerTo(t, request(h.address())); answer.StatusCode != http.StatusServiceUnavailable {
		t.Fatal(answer.Status)
	}
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	config := testConfig()
	h, w := witnessed(t, config, plain)
	release := make(chan struct{})
	w.onMessage = func(*Conn, []byte) { <-release }
	h.connect(t).send(whole(opBinary, "stay"))
	until(t, "the session is busy", func() bool { return h.Len() == 1 })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := h.Shutdown(ctx, protocol.CloseRestart, ""); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	close(release)
}

func TestConfigCheck(t *testing.T) {
	good := DefaultConfig()
	good.Origins = []string{"*", "https://play.example.com", "http://localhost:8080", "https://[2001:db8::1]:8443"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Config){
		"Origins without a scheme": func(c *Config) { c.Origins = []string{"play.example.com"} },
		"Origins with a path":      func(c *Config) { c.Origins = []string{"https://play.example.com/"} },
		"Origins of ws":            func(c *Config) { c.Origins = []string{"wss://play.example.com"} },
		"ConnsPerAddress":          func(c *Config) { c.ConnsPerAddress = -1 },
		"MaxMessage":               func(c *Config) { c.MaxMessage = 0 },
		"MaxFragments":             func(c *Config) { c.MaxFragments = -1 },
		"FrameBurst":               func(c *Config) { c.FrameBurst = 0 },
		"ReadBuffer":               func(c *Config) { c.ReadBuffer = 1 },
		"MaxFrame":                 func(c *Config) { c.MaxFrame = 1 },
		"TailLimit":                func(c *Config) { c.TailLimit = -1 },
		"UpgradeTimeout":           func(c *Config) { c.UpgradeTimeout = 0 },
		"Linger":                   func(c *Config) { c.Linger = -time.Second },
		"PingEvery":                func(c *Config) { c.PingEvery = c.IdleTimeout },
		"StallTimeout":             func(c *Config) { c.StallTimeout = 48 * time.Hour },
	} {
		config := DefaultConfig()
		spoil(&config)
		word, _, _ := strings.Cut(name, " ")
		word = strings.TrimSuffix(strings.ToLower(word), "s")
		if _, err := NewDoor(config, func(*Conn) Session { return nil }); err == nil || !strings.Contains(strings.ToLower(err.Error()), word) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewDoor(DefaultConfig(), nil); err == nil {
		t.Error("a nil welcome was taken")
	}
}

func TestOwnHost(t *testing.T) {
	for _, test := range []struct {
		origin, host string
		want         bool
	}{
		{"http://a.example", "a.example", true},
		{"https://a.example", "a.example", true},
		{"https://a.example", "a.example:443", true},
		{"http://a.example:80", "a.example", true},
		{"http://A.example", "a.EXAMPLE", true},
		{"http://[::1]:8080", "[::1]:8080", true},
		{"http://[::1]", "[::1]:80", true},
		{"https://a.example", "a.example:8443", false},
		{"http://a.example:8080", "a.example", false},
		{"http://b.example", "a.example", false},
		{"http://a.example@b.example", "a.example", false},
		{"ftp://a.example", "a.example", false},
		{"a.example", "a.example", false},
		{"http://", "", false},
		{"http://a.example%zz", "a.example", false},
	} {
		if got := ownHost(test.origin, test.host); got != test.want {
			t.Errorf("%s at %s: %v", test.origin, test.host, got)
		}
	}
}

func TestEnumsAreNamed(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Refusals() {
		if r.Status() < 400 || r.Sentence() == "" || names[r.String()] {
			t.Errorf("refusal %d: %q %d %q", r, r, r.Status(), r.Sentence())
		}
		names[r.String()] = true
	}
	names = map[string]bool{}
	for _, f := range Faults() {
		if !sendable(f.Code()) || f.Sentence() == "" || len(f.Sentence()) > maxReason || names[f.String()] {
			t.Errorf("fault %d: %q %d %q", f, f, f.Code(), f.Sentence())
		}
		names[f.String()] = true
	}
	if Refusal(200).String() != "other" || Fault(200).String() != "other" {
		t.Error("an unknown value has no name")
	}
}
