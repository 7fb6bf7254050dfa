"""What Osteotome knows: TOML files in our own words, checked when loaded."""
