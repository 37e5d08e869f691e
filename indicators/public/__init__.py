"""The pages of figures that readers see, and what they are made of."""
