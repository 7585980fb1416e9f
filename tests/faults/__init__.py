"""Processes killed at the worst moment: nothing lost, nothing doubled. The kill points are reached from outside."""
