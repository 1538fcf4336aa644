"""The officials' pages: inboxes, the case, a page for every act, the watchers' figures and the chain of events."""
