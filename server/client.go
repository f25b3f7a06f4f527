package server

import (
	"github.com/google/uuid"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/protocol"
)

// client is a player or spectator as the loop knows it. It outlives its connection by Config.Resume. All of it
// belongs to the loop.
type client struct {
	id      uint32
	key     uuid.UUID
	pilot   game.PilotID
	session *session  // nil while the line is cut
	cutAt   game.Tick // when the line was cut

	// from the client
	halfWidth, halfHeight float64          // of its screen, u
	seen                  game.Tick        // newest tick it has received
	ack                   uint16           // Seq of the newest input applied, 0 before the first
	taken                 uint16           // the same, but before the first the one that would come before it
	margin                int8             // how early the newest input came
	held                  game.Controls    // controls in force
	unsure                bool             // the world may hold something else than held
	queue                 []protocol.Input // inputs for ticks to come
	heard                 bool             // an input has come on this line
	newest                uint16           // Seq of the newest input that came

	// of the line
	pace      pace
	budget    budget
	viewer    game.Viewer
	sentAt    game.Tick       // tick of the newest frame written
	headAt    game.Tick       // tick of the newest frame written, or of the welcome
	kept      []byte          // frames that go with the next, while the server is strained
	keptAt    game.Tick       // tick of the newest of them, 0 for none
	keptWhole bool            // they bring a whole view
	keptKills int             // how many of kills, from the first, are told of in them
	greeted   bool            // the welcome has been written
	kills     []protocol.Kill // of its pilot, that it has not been told of

	told told
}

// told is what the client knows of itself; see client.forget.
type told struct {
	any      bool
	ack      protocol.Ack
	phase    protocol.Phase
	status   protocol.Status
	progress protocol.Progress
	statusAt game.Tick
	progAt   game.Tick
	offer    uint16
	waiting  uint8
	died     game.Tick
	board    uint32
	chart    uint32
	ship     game.EntityID
	owed     bool // the ship was disturbed and the client has not been told its state
}

// open gives the client a connection, and a player's bytes a second.
func (c *client) open(s *session, now game.Tick, bytes int) {
	c.session = s
	c.forget()
	c.budget = newBudget(bytes)
	c.pace.begin(now)
	c.greeted, c.sentAt, c.seen, c.queue = false, 0, now, c.queue[:0]
	c.ack, c.margin, c.heard = 0, 0, false // a new page numbers its inputs anew
	c.held = game.Controls{}               // and holds nothing
}

// forget makes the next frame tell everything, as to one who knows nothing.
func (c *client) forget() {
	c.viewer, c.told = game.Viewer{}, told{ship: game.NoEntity}
	c.letGo()
}

// cut takes it away.
func (c *client) cut(now game.Tick) { c.session, c.cutAt = nil, now }

// keptMost is the largest buffer for kept frames that is held on to, in bytes: a whole view is larger, and rare.
const keptMost = 4 << 10

// letGo forgets the kept frames.
func (c *client) letGo() {
	c.kept, c.keptAt, c.keptKills, c.keptWhole = c.kept[:0], 0, 0, false
	if cap(c.kept) > keptMost {
		c.kept = nil
	}
}
