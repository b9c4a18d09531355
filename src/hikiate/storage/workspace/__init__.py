"""The files of a workspace: kept by their content, read back only as they were kept, and written for banks."""
