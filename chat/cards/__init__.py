"""How things look: one pure function a card."""
