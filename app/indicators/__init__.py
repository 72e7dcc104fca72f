"""How a partnership tells that it gets anywhere: indicators, and what was meant and measured in each period."""
