"""The only rooms that know a host: macros' vocabulary, Markdown extension, command line."""
