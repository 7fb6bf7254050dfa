"""What coders decided about the answers: taken in, kept, given back as samples."""
