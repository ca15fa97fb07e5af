"""What can be said of a piece of text without its page: the shape of a line, names of people, cohesion of vocabulary; and a cache by line."""
