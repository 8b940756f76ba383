"""The terminal."""

VERSION = "0.2.0"
