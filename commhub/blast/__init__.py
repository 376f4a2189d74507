"""The blast radius: what a change would do to every edition that is live, before anybody approves it."""
