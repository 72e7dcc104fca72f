"""The laws by which what is due is drawn and told."""
