"""Numbers, days, text and the fields and boxes that take them, the Vietnamese way."""
