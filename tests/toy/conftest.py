"""A project in small, copied by the tests of the pipeline; nothing in it is a test."""

collect_ignore_glob = ["*"]
