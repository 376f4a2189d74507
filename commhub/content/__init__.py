"""Content as code: the whole store as a tree of readable files, and the way back as drafts."""
