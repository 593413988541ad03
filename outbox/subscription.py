"""Following the log through the eventsourcing library's interface."""

from collections import deque
from collections.abc import Sequence
from threading import Event

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

POLL_SECONDS = 0.2
PAGE = 500


class PollingSubscription(Subscription[ApplicationRecorder]):
    """Yields committed events in feed order and waits for more until it is stopped."""

    def __init__(self, recorder: ApplicationRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder, gt, topics)
        self.page: deque[Notification] = deque()
        self.stopped = Event()

    def __next__(self) -> Notification:
        while not self.page:
            if self.stopped.is_set():
                raise StopIteration
            self.page.extend(self.read())
            if not self.page:
                self.stopped.wait(POLL_SECONDS)
        notification = self.page.popleft()
        self._last_notification_id = notification.id
        return notification

    def read(self) -> Sequence[Notification]:
        last = self._last_notification_id
        return self._recorder.select_notifications(last, PAGE, topics=self._topics, inclusive_of_start=False)

    def stop(self) -> None:
        """End the iteration after what was already read."""
        super().stop()
        self.stopped.set()
