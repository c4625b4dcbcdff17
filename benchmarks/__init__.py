"""Speed, measured as whole commands and as ratios in one run; reported, never asserted."""
