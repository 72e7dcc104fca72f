"""Promises about the whole."""
