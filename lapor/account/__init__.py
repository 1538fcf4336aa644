"""One's own account: signing in, second factors, sessions, and the settings of one's notices."""
