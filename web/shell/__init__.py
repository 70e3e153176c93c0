"""What every page shares: its frame, texts, words for values, tables and assets."""
