"""From a span of a question to a code: regions, occupations, measures, acts."""
