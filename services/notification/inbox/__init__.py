"""What somebody finds in the app: messages that wait to be read."""
