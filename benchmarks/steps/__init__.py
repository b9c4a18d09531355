"""What the benchmarks run and how a run is measured; each step is a process of its own."""
