"""The Dongguan pack and what reads it."""
