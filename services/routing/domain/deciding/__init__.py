"""What dispatchers, supervisors and approvers decide about somebody's task."""
