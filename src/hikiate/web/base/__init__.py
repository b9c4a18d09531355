"""What all pages share: layout, words, language, refusals and who may see what."""
