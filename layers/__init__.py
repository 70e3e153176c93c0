"""Where features live: stores, their tables and migrations, importers and the Dongguan pack."""
