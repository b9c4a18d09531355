"""What an amount, a rate, a day, a figure, a finding and a digest are. Pure; stands on nothing else."""
