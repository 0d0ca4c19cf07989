"""Whether a picture is fit to sell: what is measured of it, and how that is judged. Pure."""
