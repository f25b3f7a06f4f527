// Package floor measures what the machine itself takes to send frames to many clients: the least that any server
// with one WebSocket message a client and tick can cost. It knows nothing of the game, so that a server measured in
// the same run, with frames of the same size, can be held against it.
//
// [Run] (floor.go) starts a child process for each [Way] and plays its clients (clients.go); the child is [Serve]
// (child.go), which ticks by absolute deadlines (beat.go) and sends to plain sockets (raw_unix.go, raw_other.go,
// bare_linux.go, bare_unix.go) or through package conn (stack.go). What the child cost comes from the operating system (usage_unix.go,
// usage_other.go). config.go says what may be asked for, report.go adds up.
//
// The two talk over the child's standard streams, a JSON value a line (talk.go). The child ends when its input does,
// so none outlives its parent.
package floor
