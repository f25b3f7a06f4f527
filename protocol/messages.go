package protocol

//go:generate go run ./gen

// How to read this file. Each struct is one message, part or record, and is declared nowhere else: the
// generator reads the directive in its comment, its fields in order, and their tags.
//
//	//wire:up N      a message from client to server, a msgpack array [N, fields…]
//	//wire:down N    a message from server to client, likewise
//	//wire:part      an array inside a message
//	//wire:record    a fixed little-endian layout; groups of them make news, see records.go
//
// Tags bound what a decoder accepts: max and min for numbers, bytes for strings and bins, items for
// lists. Fields are only ever added at the end, with since=N; numbers are never reused.

// Version is the newest protocol version, the one this package speaks.
const Version = 1

// Limits of the shared space. They are announced in [Welcome] too, so that a client need not assume them.
const (
	SpaceHalf   = 16384          // u; positions lie in [-SpaceHalf, SpaceHalf)
	CellSize    = 128            // u, the side of a cell
	CellsAcross = 256            // cells along each axis
	CellCount   = 256 * 256      // cells in the space
	Dirs        = 1024           // directions in the table of unit vectors
	NameBytes   = 40             // a pilot's name, UTF-8
	MaxUp       = 1024           // bytes of the largest message a client may send
	Nobody      = uint16(0xffff) // a slot that names nothing
)

// Hello opens a connection. The server answers [Welcome] or [Bye].
//
//wire:up 1
type Hello struct {
	MinVersion uint8  // oldest protocol version the client speaks
	MaxVersion uint8  // newest
	Build      string `wire:"bytes=32"` // the client's build, for logs
	Locale     string `wire:"bytes=16"` // BCP 47, for instance "en" or "pt-BR"
	Caps       uint32 // capability bits, none assigned yet
	Resume     []byte `wire:"bytes=16"` // the key of an earlier session, or empty
}

// Buttons held in an [Input].
const (
	ButtonFire  = 1 << 0 // the gun
	ButtonBeam  = 1 << 1 // the mining beam
	ButtonBoost = 1 << 2 // the booster
	ButtonMask  = ButtonFire | ButtonBeam | ButtonBoost
)

// Input is the whole state of a pilot's controls from Tick on, until the next Input. It is also the
// heartbeat and the acknowledgement: a client sends one when its controls change, at most one a tick, and
// one every 200 ms of frames otherwise.
//
//wire:up 2
type Input struct {
	Seq     uint16 // grows by one with each input, wraps
	Tick    uint16 // low bits of the tick this input is meant for
	Seen    uint16 // low bits of the newest tick the client has received
	Move    uint8  // direction of thrust in 1/256 turns
	Power   uint8  `wire:"max=15"`   // thrust, 15 is full
	Aim     uint16 `wire:"max=1023"` // where the ship points, in 1/1024 turns
	Buttons uint8  `wire:"max=7"`    // see ButtonFire and so on
	Lag     uint8  `wire:"max=63"`   // ticks between what the client shows of others and Tick
}

// Choose takes one of the three upgrades of the open [Offer].
//
//wire:up 3
type Choose struct {
	Offer uint16 // the number of the offer
	Index uint8  `wire:"max=2"`
}

// Play asks for a ship: the first one, or the next after a death.
//
//wire:up 4
type Play struct {
	Name string `wire:"bytes=40"`
	Hue  uint8  `wire:"max=7"` // index into the ship colours
}

// View tells how much of the world the client can show. The server clamps it to its own bound.
//
//wire:up 5
type View struct {
	HalfWidth  uint16 `wire:"max=4096"` // u
	HalfHeight uint16 `wire:"max=4096"` // u
}

// Leave gives up the ship; the client goes on as a spectator.
//
//wire:up 6
type Leave struct{}

// Watch tells what a viewer without a ship looks at, until the next Watch or Play. A viewer that flies looks at its ship.
//
//wire:up 7
type Watch struct {
	Mode uint8  `wire:"max=4"` // see WatchFight and so on
	Slot uint16 // of the ship to follow, with WatchShip
	X    int16  // half units, of the place to look at, with WatchPlace
	Y    int16
}

// The modes of [Watch]. [Phase.Focus] says which ship it came to be.
const (
	WatchFight    = 0 // what the server finds worth seeing; after a death the killer first
	WatchShip     = 1 // that ship, then whoever destroys it
	WatchPlace    = 2 // no ship but a place, no further off than the sector's edge
	WatchNext     = 3 // the ship in the next slot that is in use, after the one in view, and so on around
	WatchPrevious = 4 // the one before it
)

// Welcome answers [Hello]: everything a client needs to know before the first frame.
//
//wire:down 32
type Welcome struct {
	Version  uint8         // the protocol version both will speak
	Build    string        `wire:"bytes=64"`
	Session  uint32        // names the session in logs; no secret
	Resume   []byte        `wire:"bytes=16"` // the key that brings this session back
	Resumed  bool          // the Hello's key was good: same pilot, same ship
	Rate     uint8         // ticks a second
	Tick     uint32        // the newest tick
	Catalog  string        `wire:"bytes=64"` // hash of the catalog, served at /api/catalog
	Space    uint16        // SpaceHalf
	Cell     uint16        // CellSize
	LagMax   uint8         // ticks a shot may be judged back in time
	MaxUp    uint16        // largest message the server takes, bytes
	Server   string        `wire:"bytes=64"`
	Messages []MessageInfo `wire:"items=256"` // the message table, core and mods
}

// MessageInfo is one row of the message table. Core ids are fixed for ever; ids of mods hold for one session.
//
//wire:part
type MessageInfo struct {
	ID     uint16
	Name   string `wire:"bytes=64"`
	Schema uint32 // hash of direction, fields and bounds
}

// Frame opens one tick of the world; the messages that follow it, up to the next Frame or the end of the WebSocket
// message, are of that tick.
//
//wire:down 33
type Frame struct {
	After uint16 `wire:"min=1"`       // ticks since the Frame before it on this line, or since Welcome.Tick
	News  []byte `wire:"bytes=16384"` // what changed in the window since the tick before, and what came into it
}

// Ack says what became of the viewer's inputs. It comes when that has changed.
//
//wire:down 37
type Ack struct {
	Seq    uint16 // of the newest input that the world has taken
	Margin int8   // ticks the newest input came ahead of its tick; negative when late
}

// Window says which cells the viewer sees from this tick on, inclusive. Ships and rocks in cells that left it are
// dropped by the client itself; cells that entered come whole in the same frame. Bolts and ore are seen in its inner
// part only, from N to M: outside that the client drops them.
//
//wire:down 34
type Window struct {
	X0 uint8
	Y0 uint8
	X1 uint8
	Y1 uint8
	N0 uint8 // least x of the inner part
	M0 uint8 // least y
	N1 uint8 // greatest x
	M1 uint8 // greatest y
}

// Self is the exact state of the viewer's own ship at the end of the frame's tick. It is sent only when the
// client could not have computed it: a spawn, a collision, a hit that pushed, an input that came late, an
// upgrade.
//
//wire:down 35
type Self struct {
	Slot   uint16
	Gen    uint8
	X      float64 // u
	Y      float64
	Vx     float64 // u/s
	Vy     float64
	Energy float64 // points
	Cool   uint8   // ticks until the gun is ready
	Hull   uint8   // index into the catalog's hulls
	Tracks []byte  `wire:"bytes=16"` // level of each upgrade track, in the catalog's order
}

// Delta is more news of the tick, when it does not fit into [Frame.News].
//
//wire:down 36
type Delta struct {
	News []byte `wire:"bytes=16384"` // groups
}

// CellState is everything in one cell: bolts, ships, rocks and ores. What the client believed to be there and is
// not named here is gone.
//
//wire:down 38
type CellState struct {
	Cell uint16
	News []byte `wire:"bytes=16384"` // groups
}

// Afar is some of the ships that are on the viewer's screen but outside its window, because its budget of bytes, in a
// crowd, does not reach so far. Each is told of about once in two seconds and coasts in between; one that was not named
// for five seconds is forgotten, and so is one that the window shows.
//
//wire:down 48
type Afar struct {
	Ships []byte `wire:"bytes=4096"` // a Glance each
}

// Kill is told to those who have the cell where it happened in the inner part of their window, and to killer and
// victim.
//
//wire:down 39
type Kill struct {
	By        string `wire:"bytes=40"` // empty: nobody
	ByHue     uint8  `wire:"max=7"`
	Victim    string `wire:"bytes=40"`
	VictimHue uint8  `wire:"max=7"`
	Cause     uint8  `wire:"max=15"` // see Cause
	Bounty    uint32 // points that the victim's bounty was worth
	BySlot    uint16 // the killer's ship, or Nobody
	Slot      uint16 // the victim's ship
}

// Status is the viewer's own hull and shield, in points.
//
//wire:down 40
type Status struct {
	Hull      uint16
	HullMax   uint16
	Shield    uint16
	ShieldMax uint16
	EnergyMax uint16
}

// Progress is the viewer's own standing.
//
//wire:down 41
type Progress struct {
	Level  uint8
	Frac   uint8  // 255ths of the way to the next level
	Ore    uint32 // mined in this life
	Score  uint32
	Kills  uint16
	Rank   uint16 // 1 is the leader, 0 unknown
	Pilots uint16 // people flying
	Bots   uint16
}

// Offer is an open choice of upgrades. Choosing is free; flying goes on.
//
//wire:down 42
type Offer struct {
	Number  uint16
	A       uint8 `wire:"max=15"` // index of an upgrade track
	B       uint8 `wire:"max=15"`
	C       uint8 `wire:"max=15"`
	Waiting uint8 // further choices after this one
}

// Phase says what the viewer is.
//
//wire:down 43
type Phase struct {
	Phase uint8  `wire:"max=2"` // see PhaseSpectating and so on
	Focus uint16 // the ship the view follows, or Nobody
}

// The phases of a viewer.
const (
	PhaseSpectating = 0
	PhaseFlying     = 1
	PhaseDead       = 2
)

// Died is the card shown after a death.
//
//wire:down 44
type Died struct {
	By      string `wire:"bytes=40"`
	BySlot  uint16
	Cause   uint8  `wire:"max=15"`
	Seconds uint32 // length of the life
	Kills   uint16 // in this life
	Score   uint32
	Level   uint8
	Kept    uint8 // the level the next life starts with
	Wait    uint8 // ticks until Play is taken
}

// Board is the top of the table. The same bytes go to all.
//
//wire:down 45
type Board struct {
	Rows []BoardRow `wire:"items=10"`
}

// BoardRow is one line of [Board].
//
//wire:part
type BoardRow struct {
	Name  string `wire:"bytes=40"`
	Score uint32
	Slot  uint16 // of the ship, or Nobody
	Flags uint8  // ShipBot, ShipBounty
}

// Map is the overview of the whole sector, some times a minute.
//
//wire:down 46
type Map struct {
	Radius  uint16 // u, the sector's edge
	LeaderX int8   // in 1/127 of Radius; both 0 with Leader Nobody
	LeaderY int8
	Leader  uint16 // slot of the ship with the bounty, or Nobody
	Heat    []byte `wire:"bytes=128"` // 16 × 16 half bytes over the square around the sector: how many ships
}

// Bye is the last message before the server closes: why, in words, and when to come back.
//
//wire:down 47
type Bye struct {
	Code     uint16
	Sentence string `wire:"bytes=200"`
	RetryMs  uint32 // wait this long before coming back; 0 means at will
}
