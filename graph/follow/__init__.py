"""What people do about gaps, and what becomes of gaps over time. Pure: nothing here knows where it is kept."""
