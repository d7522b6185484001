"""From Kafka to the program: each event at least once, those of a case in order."""
