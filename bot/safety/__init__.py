"""What we never keep, and how we seal what we keep; knows no other room."""
