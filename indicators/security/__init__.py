"""Who is let in: what administrators do about accounts that are locked out."""
