package server

import (
	"github.com/google/uuid"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// client is a player or spectator as the loop knows it. It outlives its connection by Config.Resume. All of it
// belongs to the loop.
//
// What each tick touches lies together and first: with a thousand clients, each cache line more is a thousand waits
// for memory.
type client struct {
	session *session // nil while the line is cut
	line    line     // the session's connection
	pilot   game.PilotID
	place   int32 // where the world held the pilot when it was last looked for
	greeted bool  // the welcome has been written

	// from the client
	heard  bool             // an input has come on this line
	unsure bool             // the world may hold something else than held
	margin int8             // how early the newest input came
	held   game.Controls    // controls in force
	ack    uint16           // Seq of the newest input applied, 0 before the first
	taken  uint16           // the same, but before the first the one that would come before it
	newest uint16           // Seq of the newest input that came
	seen   game.Tick        // newest tick it has received
	queue  []protocol.Input // inputs for ticks to come
	steers bool             // it is among loop.steer

	// of the line
	told       told
	viewer     game.Viewer
	halfWidth  float64 // of its screen, u
	halfHeight float64
	sentAt     game.Tick       // tick of the newest frame written
	headAt     game.Tick       // the same, or tick of the welcome
	kills      []protocol.Kill // of its pilot, that it has not been told of
	budget     budget
	pace       pace

	// of one without a ship
	watch watch
	wish  *protocol.Play // for a ship, of which the world had none left

	id    uint32
	cutAt game.Tick // when the line was cut
	key   uuid.UUID
}

// told is what the client knows of itself; see client.forget.
type told struct {
	any      bool
	owed     bool // the ship was disturbed and the client has not been told its state
	waiting  uint8
	offer    uint16
	ship     game.EntityID
	ack      protocol.Ack
	phase    protocol.Phase
	status   protocol.Status
	statusAt game.Tick
	progAt   game.Tick
	died     game.Tick
	board    uint32
	chart    uint32
	progress protocol.Progress
}

// open gives the client a connection, and a player's bytes a second.
func (c *client) open(s *session, now game.Tick, bytes int) {
	c.session, c.line = s, s.conn
	c.forget()
	c.budget = newBudget(bytes)
	c.pace.begin(now)
	c.watch, c.wish = watch{}, nil
	c.greeted, c.sentAt, c.seen, c.queue = false, 0, now, c.queue[:0]
	c.ack, c.margin, c.heard = 0, 0, false // a new page numbers its inputs anew
	c.held = game.Controls{}               // and holds nothing
}

// forget makes the next frame tell everything, as to one who knows nothing.
func (c *client) forget() {
	c.viewer, c.told = game.Viewer{}, told{ship: game.NoEntity}
}

// cut takes it away.
func (c *client) cut(now game.Tick) { c.session, c.line, c.cutAt = nil, nil, now }
