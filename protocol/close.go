package protocol

// CloseCode is a WebSocket close code (RFC 6455 section 7.4) with a meaning that every client knows.
//
// 1000 to 1015 keep their RFC meanings. From 4000 to 4499 the client comes back by itself, after the
// time the server named in [Bye]; from 4500 to 4999 it does not, because coming back cannot help.
type CloseCode uint16

// The codes the server sends. Numbers are part of the protocol: never reorder, never reuse.
const (
	CloseLeave      CloseCode = 1000 // the player left
	CloseGoingAway  CloseCode = 1001 // the page went away
	CloseProtocol   CloseCode = 1002 // broken WebSocket framing, or a message out of its place
	CloseText       CloseCode = 1003 // text frames are not spoken here
	CloseBadData    CloseCode = 1007 // a message that does not decode or is out of range
	ClosePolicy     CloseCode = 1008 // rate limits
	CloseTooBig     CloseCode = 1009 // a message over the announced limit
	CloseFault      CloseCode = 1011 // our fault
	CloseRestart    CloseCode = 1012 // the server restarts; come back
	CloseFull       CloseCode = 1013 // no room now; try later
	CloseStalled    CloseCode = 4000 // nothing was read for too long; come back
	CloseSilent     CloseCode = 4001 // nothing was heard for too long; come back
	CloseNoHello    CloseCode = 4002 // the handshake did not come in time
	CloseVersion    CloseCode = 4500 // no common protocol version: reload the page
	CloseReplaced   CloseCode = 4501 // the same pilot connected from elsewhere
	CloseKicked     CloseCode = 4502 // removed by the host
	CloseBanned     CloseCode = 4503 // not welcome on this server
	CloseBadSession CloseCode = 4504 // the handshake was refused
)

// Closing says what a close code means: a stable name for metrics and a sentence for the player.
type Closing struct {
	Code     CloseCode
	Name     string // bounded label for metrics, snake case
	Sentence string // what the player reads, English; clients translate by Name
}

// Closings is the whole table, in ascending order of code.
var Closings = []Closing{
	{CloseLeave, "leave", "You left the arena."},
	{CloseGoingAway, "going_away", "The page was closed."},
	{CloseProtocol, "protocol", "The connection spoke out of turn. Reload the page."},
	{CloseText, "text", "This server speaks binary only. Reload the page."},
	{CloseBadData, "bad_data", "The server could not read what this page sent. Reload the page."},
	{ClosePolicy, "policy", "Too many messages in a short time. Slow down and try again."},
	{CloseTooBig, "too_big", "A message was larger than this server allows."},
	{CloseFault, "fault", "The server made a mistake and closed this connection. You can come back."},
	{CloseRestart, "restart", "The server restarts. You will be back in your ship in a moment."},
	{CloseFull, "full", "The arena is full. Waiting for a place."},
	{CloseStalled, "stalled", "Your connection stopped taking data. Reconnecting."},
	{CloseSilent, "silent", "Nothing was heard from you for a while. Reconnecting."},
	{CloseNoHello, "no_hello", "The handshake took too long. Reconnecting."},
	{CloseVersion, "version", "This page is of another version than the server. Reload the page."},
	{CloseReplaced, "replaced", "You are flying from another tab or device."},
	{CloseKicked, "kicked", "The host removed you from the arena."},
	{CloseBanned, "banned", "The host does not let you in."},
	{CloseBadSession, "bad_session", "The server refused this session. Reload the page."},
}

// Returns reports whether a client that was closed with c comes back by itself.
func (c CloseCode) Returns() bool {
	switch {
	case c >= 4000 && c < 4500:
		return true
	case c == CloseFault || c == CloseRestart || c == CloseFull:
		return true
	}
	return false
}

// Closing looks c up in the table; an unknown code keeps its number under the name "other".
func (c CloseCode) Closing() Closing {
	for _, k := range Closings {
		if k.Code == c {
			return k
		}
	}
	return Closing{Code: c, Name: "other", Sentence: "The connection was closed."}
}

// String is the table's name for the code.
func (c CloseCode) String() string { return c.Closing().Name }
