"""Tests of what is shipped to be played: the cases, the boxes, the questions and the methods in scenarios."""
