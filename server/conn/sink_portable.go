package conn

// blockingChunk is how much the portable sink writes under one deadline, in bytes.
const blockingChunk = 16 << 10

// blockingSink serves connections that can only write and wait. It takes nothing at once: all goes
// through the remainder, and the flusher's goroutine does the waiting.
type blockingSink struct{}

func (blockingSink) attempt([]byte) (int, error) { return 0, nil }

func (blockingSink) drain(w *wire) error {
	for w.takeTail() {
		if err := w.writeTaken(); err != nil {
			return err
		}
	}
	return nil
}

// takeTail moves the remainder out of reach of the writers, which start a new one.
func (w *wire) takeTail() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken, w.tail = w.tail, nil
	return w.taken != nil
}

// writeTaken writes the taken remainder chunk by chunk, so that a slow peer shows progress.
func (w *wire) writeTaken() error {
	taken := w.taken
	for rest := taken.rest(); len(rest) > 0; rest = taken.rest() {
		n, err := w.raw.Write(rest[:min(len(rest), blockingChunk)])
		w.mu.Lock()
		taken.sent += n
		w.advanced(n)
		w.mu.Unlock()
		if err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.taken = nil
	w.release(taken)
	return nil
}
