"""The audit pack: what an auditor of segregation asks for, with samples that anybody can draw again."""
