"""What may be shown: counts of people under the threshold never leave, not even by subtraction."""
