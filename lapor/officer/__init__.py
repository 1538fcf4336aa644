"""The officials' pages: inboxes, the case, a page for every act, figures, the chain of events."""
