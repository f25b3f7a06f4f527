// Package conn is the WebSocket connection: the door that lets a browser in, the guard that reads its
// frames, and the wire that writes to it without ever waiting. It knows nothing of the game; package
// server stands on it, and of the protocol it uses the close codes alone.
//
// The way in: [Door.ServeHTTP] (door.go) checks the handshake (handshake.go, origin.go, places.go),
// answers a refusal in words (refusal.go), takes the socket from net/http and gives it to gws for the
// 101 and for the reading of messages (events.go). Between the socket and gws stands the guard
// (guard.go): it walks every frame header before gws sees it (walker.go, pace.go, fault.go). It takes
// what the socket has in a chunk that goes round among all connections (by descriptor in
// source_unix.go, by waiting in source_portable.go and source_other.go), and hands short whole messages
// to the session without gws (shortcut.go).
//
// The way out: [Seal] builds a frame in place (frame.go) and [Conn.WriteFrame] offers it to the kernel
// once (wire.go, flush.go; by descriptor in sink_unix.go, by waiting goroutine in sink_portable.go and
// sink_other.go; socket options in tune_linux.go and tune_other.go). What the kernel does not take is
// kept in a bounded remainder and flushed when the socket can write again. The system calls themselves
// are in call_linux.go and call_unix.go.
//
// Who owns what:
//   - One goroutine per connection runs [Conn.serve] (conn.go): it reads, calls the [Session], and is
//     the only one that closes the socket (linger.go). Everybody else asks by [Conn.Close].
//   - wire.mu guards all writing and the reason for the end (ending.go). It is never held across a
//     system call that can block.
//   - Config (config.go) and Meter (meter.go) are the host's; they are read, never changed.
package conn
