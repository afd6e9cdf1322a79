"""Slow, obvious twins: what each function of the engine means, in NumPy."""
