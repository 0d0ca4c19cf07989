"""The console as its users meet it: journeys in a browser, each in both languages."""
