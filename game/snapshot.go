package game

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc64"

	"github.com/vmihailenco/msgpack/v5"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// A snapshot is: magic, version of this format, catalog hash, State as msgpack, and a checksum of all of it.
const (
	snapshotMagic   = "ORBW"
	snapshotVersion = 2
)

// Errors of [Restore], wrapped with details.
var (
	ErrSnapshotTorn    = errors.New("the snapshot is torn or not one")
	ErrSnapshotVersion = errors.New("the snapshot is of another version")
	ErrSnapshotCatalog = errors.New("the snapshot was made with another catalog")
)

var snapshotSums = crc64.MakeTable(crc64.ECMA)

// snapshotBody is what the checksum guards.
type snapshotBody struct {
	_msgpack struct{} `msgpack:",as_array"`
	Catalog  string
	State    State
}

// Snapshot writes the whole state. Restoring it gives a world that goes on exactly as this one would.
func (w *World) Snapshot() ([]byte, error) {
	s := snapshotBody{Catalog: w.cat.Hash, State: w.State}
	for _, slots := range []*Slots{&s.State.Berths, &s.State.Slots} {
		slots.Queue, slots.Head = slots.Queue[slots.Head:], 0
	}
	raw, err := msgpack.Marshal(&s)
	if err != nil {
		return nil, fmt.Errorf("game: snapshot: %w", err)
	}
	out := append([]byte(snapshotMagic), snapshotVersion)
	out = append(out, raw...)
	return binary.LittleEndian.AppendUint64(out, crc64.Checksum(out, snapshotSums)), nil
}

// Restore makes a world from a snapshot. It refuses one that is torn, of another version, or made with another
// catalog.
func Restore(cat *catalog.Catalog, b []byte) (*World, error) {
	head := len(snapshotMagic) + 1
	if len(b) < head+8 || string(b[:len(snapshotMagic)]) != snapshotMagic {
		return nil, fmt.Errorf("game: restore: %w", ErrSnapshotTorn)
	}
	body, sum := b[:len(b)-8], binary.LittleEndian.Uint64(b[len(b)-8:])
	if crc64.Checksum(body, snapshotSums) != sum {
		return nil, fmt.Errorf("game: restore: %w: the checksum differs", ErrSnapshotTorn)
	}
	if v := b[head-1]; v != snapshotVersion {
		return nil, fmt.Errorf("game: restore: %w: it is %d, this program reads %d", ErrSnapshotVersion, v, snapshotVersion)
	}
	if err := bounded(body[head:]); err != nil {
		return nil, fmt.Errorf("game: restore: %w: %w", ErrSnapshotTorn, err)
	}
	var s snapshotBody
	if err := msgpack.Unmarshal(body[head:], &s); err != nil {
		return nil, fmt.Errorf("game: restore: %w: %v", ErrSnapshotTorn, err)
	}
	if s.Catalog != cat.Hash {
		return nil, fmt.Errorf("game: restore: %w: %s, this program has %s", ErrSnapshotCatalog, s.Catalog, cat.Hash)
	}
	return revive(cat, s.State)
}

// revive rebuilds what is not saved, and refuses a state that does not hang together.
func revive(cat *catalog.Catalog, s State) (*World, error) {
	rules, err := NewRules(s.Config.Mode)
	if err != nil {
		return nil, err
	}
	w := worldOf(s, cat, rules)
	if err := w.Check(); err != nil {
		return nil, fmt.Errorf("game: restore: %w: %w", ErrSnapshotTorn, err)
	}
	w.index()
	return w, nil
}
