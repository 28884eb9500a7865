"""Reports, complaints, questions (报修、投诉、咨询): a form at a screen for something else."""
