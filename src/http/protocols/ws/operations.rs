//! The operations of one socket, each a stream; served in turn, so that a busy one does not starve the others.

use super::message;
use crate::http::{live::Out, ops::metrics};
use futures_util::{
    StreamExt,
    stream::{self, AbortHandle, Abortable, BoxStream, SelectAll},
};
use std::sync::Arc;

/// Those under way, and their messages as they are ready.
#[derive(Default)]
pub struct Operations {
    running: Vec<Running>,
    messages: SelectAll<BoxStream<'static, (Arc<str>, Step)>>,
}

struct Running {
    id: String,
    head: Arc<str>,
    stop: AbortHandle,
    #[expect(dead_code, reason = "counts as long as it is there")]
    counted: metrics::Counted,
}

enum Step {
    Out(Out),
    Done,
}

impl Operations {
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.running.iter().any(|one| one.id == id)
    }

    #[must_use]
    pub fn count(&self) -> usize {
        self.running.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    pub fn start(&mut self, id: String, messages: BoxStream<'static, Out>) {
        let head: Arc<str> = message::head(&id).into();
        let steps = messages.map(Step::Out).chain(stream::once(std::future::ready(Step::Done)));
        let named = head.clone();
        let (stop, stopped) = AbortHandle::new_pair();
        let steps = Abortable::new(steps.map(move |step| (named.clone(), step)), stopped);
        self.messages.push(steps.boxed());
        self.running.push(Running { id, head, stop, counted: metrics::Counted::subscription() });
    }

    /// The client wants no more of it. Its id is free at once.
    pub fn stop(&mut self, id: &str) {
        if let Some(at) = self.running.iter().position(|one| one.id == id) {
            self.running.swap_remove(at).stop.abort();
        }
    }

    /// The next message to send, whichever operation has one.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            let (head, step) = self.messages.next().await?;
            match step {
                Step::Out(Out::Next(payload)) => {
                    metrics::message();
                    return Some(message::next(&head, &payload));
                }
                Step::Out(Out::Failed(errors)) => {
                    self.end(&head);
                    return Some(message::error(&head, &errors));
                }
                // After an error there is nothing to complete.
                Step::Done if self.end(&head) => return Some(message::complete(&head)),
                Step::Done => {}
            }
        }
    }

    fn end(&mut self, head: &Arc<str>) -> bool {
        let at = self.running.iter().position(|one| Arc::ptr_eq(&one.head, head));
        at.map(|at| self.running.swap_remove(at).stop.abort()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(text: &'static str) -> BoxStream<'static, Out> {
        stream::repeat_with(move || Out::Next(text.into())).boxed()
    }

    #[tokio::test]
    async fn operations_that_always_have_something_take_turns() {
        let mut operations = Operations::default();
        operations.start("a".into(), ticks("1"));
        operations.start("b".into(), ticks("2"));
        let mut from_a = 0;
        for _ in 0..100 {
            from_a += usize::from(operations.next().await.unwrap().contains("\"a\""));
        }
        assert!((40..=60).contains(&from_a), "{from_a}");
    }

    #[tokio::test]
    async fn a_stopped_operation_says_nothing_more_and_its_id_is_free() {
        let mut operations = Operations::default();
        operations.start("a".into(), ticks("1"));
        operations.stop("a");
        assert!(!operations.has("a"));
        operations.start("a".into(), stream::once(std::future::ready(Out::Next("2".into()))).boxed());
        assert!(operations.next().await.unwrap().contains('2'));
        assert!(operations.next().await.unwrap().contains("complete"));
        assert_eq!(operations.next().await, None);
    }

    #[tokio::test]
    async fn after_an_error_nothing_follows() {
        let mut operations = Operations::default();
        operations.start("a".into(), stream::once(std::future::ready(Out::Failed("[]".into()))).boxed());
        assert!(operations.next().await.unwrap().contains("\"error\""));
        assert_eq!((operations.next().await, operations.count()), (None, 0));
    }
}
