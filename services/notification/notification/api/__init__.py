"""HTTP doors of notification."""
