"""Steps for pipelines that people have: each a few lines around `clean_fields`, and each library's only door."""
