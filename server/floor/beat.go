package floor

import "time"

// warmUp is how long at most the child ticks before it measures, so that the kernel's and its own first times are over.
const warmUp = 300 * time.Millisecond

// beat ticks by absolute deadlines, as a game's loop does, and measures.
func beat(j *job, l lines) (*turn, error) {
	gap := time.Second / time.Duration(j.Rate)
	timer := time.NewTimer(0)
	defer timer.Stop()
	due := tick(timer, time.Now(), gap, int(min(warmUp, j.For)/gap), func(time.Duration) { l.send() })

	ticks := max(1, int(j.For/gap))
	done := &turn{Loops: make([]int64, 0, ticks)}
	heard := l.heard()
	before, err := ownUsage()
	if err != nil {
		return nil, err
	}
	tick(timer, due, gap, ticks, func(late time.Duration) {
		if late > gap {
			done.Late++
		}
		begin := time.Now()
		done.Sent += l.send()
		done.Loops = append(done.Loops, int64(time.Since(begin)))
	})
	after, err := ownUsage()
	if err != nil {
		return nil, err
	}
	done.Ticks, done.Short = ticks, ticks*j.Clients-done.Sent
	done.User, done.System = (after.user - before.user).Seconds(), (after.system - before.system).Seconds()
	done.Heard = l.heard() - heard
	return done, nil
}

// tick calls act that many times, the first time at due, and returns when the next call is due. Calls that are late
// by more than one gap are followed at once, without making up for what is lost.
func tick(timer *time.Timer, due time.Time, gap time.Duration, times int, act func(late time.Duration)) time.Time {
	for range times {
		timer.Reset(time.Until(due))
		<-timer.C
		late := time.Since(due)
		act(late)
		if due = due.Add(gap); late > gap {
			due = time.Now()
		}
	}
	timer.Reset(time.Until(due))
	<-timer.C
	return due
}

// usage is what a process has cost.
type usage struct{ user, system time.Duration }
