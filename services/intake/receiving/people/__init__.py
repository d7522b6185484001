"""Who a matter is about, who speaks and who helps, and what that asks of a form."""
