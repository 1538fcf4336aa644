"""Settings, the private database server, and the console program: everything that starts the desk."""
