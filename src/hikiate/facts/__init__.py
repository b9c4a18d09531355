"""The pack: the tables an exchange hands in, their checks, and the formats in the wild that become one."""
