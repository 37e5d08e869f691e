"""Charts as pure functions: plain values in, geometry out, drawn by templates through `{% chart %}`."""
