"""What a training action and a training session are, and what they refuse."""
