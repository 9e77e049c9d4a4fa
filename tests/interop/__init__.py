"""Our packages in other people's tools: run by `make interop` where Node and Java are, never by the tests."""
