"""Whether pictures are ready for sales channels: judged, found again, asked for at approval."""
