"""The contract with GitHub: its official descriptions, and what is measured against them."""
