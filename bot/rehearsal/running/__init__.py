"""How a world runs: one process for each folder, its ports and tokens kept, its owner watched."""
