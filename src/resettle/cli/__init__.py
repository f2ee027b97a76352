"""The command line: read the request, call one service function, show the answer."""
