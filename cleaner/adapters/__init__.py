"""Steps for pipelines that people have: each a few lines around `clean_fields`, and the only place that imports its library."""
