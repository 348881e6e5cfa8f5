"""The shapes of shared measurement: what comes in and what goes out."""
