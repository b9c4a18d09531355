"""Law as data: provisions with their days, citation and status; rulebooks gather them; overlays change them."""
