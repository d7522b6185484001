"""Who plays in the demonstration: departments, a dispatcher, a mediator, parties."""
