package game

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/vmihailenco/msgpack/v5"

	"github.com/orbrawl/orbrawl/game/catalog"
)

// A recording is a snapshot and the inputs of each tick after it: all that is needed to live it again. Layout:
// magic, version, then blocks of [length uint32][msgpack]. The first block is the snapshot, each further one a
// tick.
const (
	recordMagic   = "ORBR"
	recordVersion = 1
	// recordBlock bounds a block, so that a torn length does not ask for the machine's memory.
	recordBlock = 64 << 20
)

// ErrRecording is a file that is not a recording, or a torn one.
var ErrRecording = errors.New("not a recording, or torn")

// Moment is one tick of a recording.
type Moment struct {
	_msgpack struct{} `msgpack:",as_array"`
	Inputs   []Input
	Hash     uint64 // of the world after the tick
}

// Recorder writes a recording.
type Recorder struct {
	out *bufio.Writer
	enc *msgpack.Encoder
	buf blockBuffer
}

type blockBuffer struct{ b []byte }

func (b *blockBuffer) Write(p []byte) (int, error) {
	b.b = append(b.b, p...)
	return len(p), nil
}

// NewRecorder starts a recording of w as it is now.
func NewRecorder(out io.Writer, w *World) (*Recorder, error) {
	snap, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	r := &Recorder{out: bufio.NewWriterSize(out, 1<<16)}
	r.enc = msgpack.NewEncoder(&r.buf)
	r.enc.UseCompactInts(true)
	if _, err := r.out.WriteString(recordMagic); err != nil {
		return nil, fmt.Errorf("game: record: %w", err)
	}
	if err := r.out.WriteByte(recordVersion); err != nil {
		return nil, fmt.Errorf("game: record: %w", err)
	}
	return r, r.block(snap)
}

// Tick records one step: the inputs it took and the hash of the world after it.
func (r *Recorder) Tick(inputs []Input, hash uint64) error {
	r.buf.b = r.buf.b[:0]
	if err := r.enc.Encode(&Moment{Inputs: inputs, Hash: hash}); err != nil {
		return fmt.Errorf("game: record: %w", err)
	}
	return r.block(r.buf.b)
}

func (r *Recorder) block(b []byte) error {
	var head [4]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(b)))
	_, err := r.out.Write(head[:])
	if err == nil {
		_, err = r.out.Write(b)
	}
	if err != nil {
		return fmt.Errorf("game: record: %w", err)
	}
	return nil
}

// Flush writes out what is buffered.
func (r *Recorder) Flush() error { return r.out.Flush() }

// Recording reads one.
type Recording struct {
	in    *bufio.Reader
	World *World // as it was at the start, then stepped by Next
}

// OpenRecording reads the head of a recording and restores its world.
func OpenRecording(in io.Reader, cat *catalog.Catalog) (*Recording, error) {
	r := &Recording{in: bufio.NewReaderSize(in, 1<<16)}
	var head [len(recordMagic) + 1]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil || string(head[:len(recordMagic)]) != recordMagic {
		return nil, fmt.Errorf("game: recording: %w", ErrRecording)
	}
	if v := head[len(recordMagic)]; v != recordVersion {
		return nil, fmt.Errorf("game: recording: it is of version %d, this program reads %d", v, recordVersion)
	}
	snap, err := r.block()
	if err != nil {
		return nil, fmt.Errorf("game: recording: %w", ErrRecording)
	}
	r.World, err = Restore(cat, snap)
	return r, err
}

// ErrDiverged is a world that did not become what it was: the simulation changed, or is not deterministic.
var ErrDiverged = errors.New("the world went another way than recorded")

// Next lives one recorded tick. It returns io.EOF after the last, and ErrDiverged when the hash differs.
func (r *Recording) Next() (*Moment, error) {
	b, err := r.block()
	if err != nil {
		return nil, err
	}
	if err := bounded(b); err != nil {
		return nil, fmt.Errorf("game: recording: %w: %w", ErrRecording, err)
	}
	var m Moment
	if err := msgpack.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("game: recording: %w: %v", ErrRecording, err)
	}
	r.World.Step(m.Inputs)
	if h := r.World.Hash(); h != m.Hash {
		return &m, fmt.Errorf("game: recording: tick %d: %w (hash %016x, recorded %016x)", r.World.Tick, ErrDiverged, h, m.Hash)
	}
	return &m, nil
}

// block reads one block; a file that ends inside one ends there, as after a crash.
func (r *Recording) block() ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil {
		return nil, io.EOF
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n > recordBlock {
		return nil, fmt.Errorf("game: recording: %w: a block of %d bytes", ErrRecording, n)
	}
	b, err := io.ReadAll(io.LimitReader(r.in, int64(n))) // grows as bytes come, not as the head promises
	if err != nil || len(b) < int(n) {
		return nil, io.EOF
	}
	return b, nil
}
