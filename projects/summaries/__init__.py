"""What the registers add up to; plain values, each number a question to the rows."""
