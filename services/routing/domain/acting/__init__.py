"""What a department does with its own task, over HTTP or Kafka alike."""
