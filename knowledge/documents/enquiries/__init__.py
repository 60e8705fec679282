"""Questions to the people of a unit: who answers, what was answered, and what answers others since."""
