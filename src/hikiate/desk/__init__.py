"""The desk: an opened workspace on which both faces, the command line and the console, carry out the verbs."""
