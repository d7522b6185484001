"""What was not agreed, when a part was: it goes on, or it ends with ways out."""
