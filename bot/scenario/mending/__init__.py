"""What can be mended: sheet holds a file, looking and parts read it; texts, spaces and names say what to change."""
