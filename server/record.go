package server

import (
	"log/slog"
	"os"

	"github.com/orbrawl/orbrawl/game"
	"github.com/orbrawl/orbrawl/game/flight"
)

// recording writes the world's inputs to a file while the loop runs. A disk that fails ends the recording and
// not the game.
type recording struct {
	file *os.File
	out  *game.Recorder
	log  *slog.Logger
}

func startRecording(path string, w *game.World, log *slog.Logger) (*recording, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	out, err := game.NewRecorder(f, w)
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &recording{f, out, log}, nil
}

// tick records one step and flushes once a second, so that a crash loses no more.
func (r *recording) tick(w *game.World, inputs []game.Input) {
	if r.out == nil {
		return
	}
	err := r.out.Tick(inputs, w.Hash())
	if err == nil && w.Tick%flight.Rate == 0 {
		err = r.out.Flush()
	}
	if err != nil {
		r.log.Error("recording stopped", "file", r.file.Name(), "err", err)
		r.out = nil
	}
}

func (r *recording) close() error {
	if r.out != nil {
		if err := r.out.Flush(); err != nil {
			_ = r.file.Close()
			return err
		}
	}
	return r.file.Close()
}
