"""The shapes of what comes in and what goes out; they translate and check, and decide nothing."""
