"""Tests of the adapters, each with its real library."""
