package conn

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Refusal is why the door sent somebody away: a bounded enum, fit as a metric label.
type Refusal uint8

// The refusals, in the order in which the door checks. Welcome is not one.
const (
	Welcome           Refusal = iota
	RefusedMethod             // not a GET
	RefusedHTTP               // not HTTP/1.1
	RefusedBody               // a body, where none may be
	RefusedUpgrade            // no "Upgrade: websocket" and "Connection: Upgrade"
	RefusedVersion            // not WebSocket version 13
	RefusedKey                // the key is not 16 bytes in base64
	RefusedOrigin             // a page of another site
	RefusedByHost             // Config.Admit said no
	RefusedAddress            // too many connections from one address
	RefusedFull               // too many connections in all
	RefusedClosing            // the door is shut
	RefusedHijack             // the HTTP server cannot give the socket away
	RefusedEarlyBytes         // bytes came before the 101
	RefusedUpgrading          // the 101 could not be written
	refusals
)

type refusalText struct {
	name   string
	status int
	body   string
}

var refusalTexts = [refusals]refusalText{
	Welcome:           {"welcome", http.StatusSwitchingProtocols, ""},
	RefusedMethod:     {"method", http.StatusMethodNotAllowed, "A WebSocket handshake is a GET request."},
	RefusedHTTP:       {"http_version", http.StatusBadRequest, "A WebSocket handshake needs HTTP/1.1."},
	RefusedBody:       {"body", http.StatusBadRequest, "A WebSocket handshake carries no body."},
	RefusedUpgrade:    {"upgrade", http.StatusUpgradeRequired, "This address speaks WebSocket: send \"Connection: Upgrade\" and \"Upgrade: websocket\"."},
	RefusedVersion:    {"version", http.StatusUpgradeRequired, "Only WebSocket version 13 is spoken here: send \"Sec-WebSocket-Version: 13\"."},
	RefusedKey:        {"key", http.StatusBadRequest, "Sec-WebSocket-Key must appear once and be 16 bytes in base64."},
	RefusedOrigin:     {"origin", http.StatusForbidden, "Pages of this origin may not connect. The host can allow it in the list of origins."},
	RefusedByHost:     {"host", http.StatusForbidden, "The host does not let you in."},
	RefusedAddress:    {"address", http.StatusTooManyRequests, "Too many connections from your address. Close one and try again."},
	RefusedFull:       {"full", http.StatusServiceUnavailable, "The server holds as many connections as it can. Try again in a moment."},
	RefusedClosing:    {"closing", http.StatusServiceUnavailable, "The server is going down. Try again in a moment."},
	RefusedHijack:     {"hijack", http.StatusInternalServerError, "The HTTP server in front cannot hand over the connection."},
	RefusedEarlyBytes: {"early_bytes", http.StatusBadRequest, "Wait for the 101 answer before sending frames."},
	RefusedUpgrading:  {"upgrading", http.StatusInternalServerError, "The handshake could not be answered."},
}

// Refusals lists every refusal, for metrics that want all labels from the start.
func Refusals() []Refusal {
	all := make([]Refusal, 0, refusals-1)
	for r := Welcome + 1; r < refusals; r++ {
		all = append(all, r)
	}
	return all
}

// String is the metric label, snake case.
func (r Refusal) String() string { return r.text().name }

// Status is the HTTP status that answers r.
func (r Refusal) Status() int { return r.text().status }

// Sentence tells the client what is wrong and how to mend it.
func (r Refusal) Sentence() string { return r.text().body }

func (r Refusal) text() refusalText {
	if r < refusals {
		return refusalTexts[r]
	}
	return refusalText{"other", http.StatusBadRequest, "The handshake was refused."}
}

// headers are the answer's headers beside its type, as RFC 6455 section 4.4 and RFC 9110 want them.
func (r Refusal) headers(h http.Header, retryAfter time.Duration) {
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	switch r.Status() {
	case http.StatusMethodNotAllowed:
		h.Set("Allow", http.MethodGet)
	case http.StatusUpgradeRequired:
		h.Set("Upgrade", "websocket")
		h.Set("Connection", "Upgrade")
		h.Set("Sec-WebSocket-Version", "13")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		seconds := max(1, int(retryAfter.Round(time.Second)/time.Second))
		h.Set("Retry-After", strconv.Itoa(seconds))
	}
}

// rawAnswer is the whole HTTP answer, for a socket that was already taken from net/http.
func (r Refusal) rawAnswer() []byte {
	body := r.Sentence() + "\n"
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		r.Status(), http.StatusText(r.Status()), len(body), body)
}
