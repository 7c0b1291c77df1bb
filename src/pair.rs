//! A second thread for work that has two halves.
//!
//! The sheets hand over two pieces of work some ten times a tick, each of a few dozen microseconds. General pools put their
//! threads to sleep between them, or look for work among many queues first, and lose a third of what the second thread
//! gains. This one waits for its single piece in a loop for a moment, and sleeps only when none comes.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    thread::{Builder, JoinHandle},
};

use crate::simulation::sheets::Team;

/// This thread and another one, which ends with the value.
#[derive(Debug)]
pub struct Pair {
    shared: Arc<Shared>,
    helper: Option<JoinHandle<()>>,
    /// Somebody is using it.
    busy: AtomicBool,
}

#[derive(Debug, Default)]
struct Shared {
    turn: AtomicU8,
    handed: Mutex<Option<Handed>>,
    asleep: AtomicBool,
    /// The helper's work has panicked.
    failed: AtomicBool,
}

/// Nothing to do for the helper.
const IDLE: u8 = 0;
/// A piece of work lies ready.
const READY: u8 = 1;
/// The helper is to end.
const END: u8 = 2;

/// Rounds in which the helper looks for work before it sleeps: some fifty microseconds.
const ROUNDS: u32 = 4000;

/// A piece of work that is lent for the time of one call.
struct Handed(*mut (dyn FnMut() + Send));

impl std::fmt::Debug for Handed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Handed")
    }
}

#[expect(unsafe_code, reason = "a pointer to work that may be sent may be sent")]
// SAFETY: what it points to is `Send`, and only the thread that takes it out of the slot uses it.
unsafe impl Send for Handed {}

impl Pair {
    /// Starts the other thread.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn new() -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let helper = Builder::new().name("pair".into()).spawn(move || theirs.help())?;
        Ok(Self { shared, helper: Some(helper), busy: AtomicBool::new(false) })
    }

    fn hand_over(&self, work: &mut (dyn FnMut() + Send)) {
        let work: *mut (dyn FnMut() + Send + '_) = work;
        #[expect(unsafe_code, reason = "the work is lent for less time than a thread's own data must live")]
        // SAFETY: only the lifetime changes. `both` does not return, nor unwind, before the helper has put the turn back
        // to IDLE, and the helper does so after its last use of the pointer.
        let work = unsafe { std::mem::transmute::<*mut (dyn FnMut() + Send + '_), *mut (dyn FnMut() + Send)>(work) };
        *self.shared.handed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Handed(work));
        self.wake(READY);
    }

    fn wake(&self, turn: u8) {
        self.shared.turn.store(turn, Ordering::SeqCst);
        if self.shared.asleep.load(Ordering::SeqCst)
            && let Some(helper) = &self.helper
        {
            helper.thread().unpark();
        }
    }
}

impl Team for Pair {
    fn both(&self, one: &mut (dyn FnMut() + Send), other: &mut (dyn FnMut() + Send)) {
        if self.busy.swap(true, Ordering::Acquire) {
            one();
            other();
            return;
        }
        self.hand_over(other);
        let waiting = Waiting { pair: self };
        one();
        drop(waiting);
        assert!(!self.shared.failed.swap(false, Ordering::Relaxed), "the other half of the work has failed");
    }
}

/// Waits for the helper, whatever becomes of this thread's half.
struct Waiting<'a> {
    pair: &'a Pair,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut rounds = 0_u32;
        while self.pair.shared.turn.load(Ordering::Acquire) != IDLE {
            rounds += 1;
            if rounds < ROUNDS {
                std::hint::spin_loop();
            } else {
                // more threads than processors: let the other one run
                std::thread::yield_now();
            }
        }
        self.pair.busy.store(false, Ordering::Release);
    }
}

impl Shared {
    fn help(&self) {
        loop {
            match self.next() {
                READY => {}
                _ => return,
            }
            let handed = self.handed.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(Handed(work)) = handed {
                #[expect(unsafe_code, reason = "see `Pair::hand_over`")]
                // SAFETY: the caller waits until the turn is IDLE again, so the work is alive and nobody else uses it.
                let work = std::panic::AssertUnwindSafe(|| unsafe { (*work)() });
                if std::panic::catch_unwind(work).is_err() {
                    self.failed.store(true, Ordering::Relaxed);
                }
            }
            // the end may have been called for in the meantime
            let _ = self.turn.compare_exchange(READY, IDLE, Ordering::Release, Ordering::Relaxed);
        }
    }

    /// Waits until there is something to do.
    fn next(&self) -> u8 {
        loop {
            for _ in 0..ROUNDS {
                match self.turn.load(Ordering::Acquire) {
                    IDLE => std::hint::spin_loop(),
                    turn => return turn,
                }
            }
            self.asleep.store(true, Ordering::SeqCst);
            if self.turn.load(Ordering::SeqCst) == IDLE {
                std::thread::park();
            }
            self.asleep.store(false, Ordering::SeqCst);
        }
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.wake(END);
        if let Some(helper) = self.helper.take() {
            // it never panics outside its work, and that is told to whoever handed it over
            let _ = helper.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_are_done_before_it_comes_back() {
        let pair = Pair::new().unwrap();
        let (mut one, mut other) = (0, 0);
        for round in 0..20_000 {
            pair.both(&mut || one += 1, &mut || other += 2);
            assert_eq!((one, other), (round + 1, 2 * round + 2));
            if round % 5000 == 0 {
                // long enough for the helper to fall asleep
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        }
    }

    #[test]
    fn several_users_do_not_disturb_each_other() {
        let pair = Pair::new().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut sum = 0;
                    for _ in 0..3000 {
                        let (mut one, mut other) = (0, 0);
                        pair.both(&mut || one = 1, &mut || other = 1);
                        sum += one + other;
                    }
                    assert_eq!(sum, 6000);
                });
            }
        });
    }

    #[test]
    fn a_failure_of_either_half_is_told_and_the_pair_goes_on() {
        let pair = Pair::new().unwrap();
        let fails = |first: bool| {
            let mut one = || assert!(!first);
            let mut other = || assert!(first);
            let both = std::panic::AssertUnwindSafe(|| pair.both(&mut one, &mut other));
            std::panic::catch_unwind(both).is_err()
        };
        assert!(fails(true) && fails(false));
        let mut done = false;
        pair.both(&mut || {}, &mut || done = true);
        assert!(done);
    }
}
