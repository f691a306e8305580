"""Builds the demo county from its plan, through the services that the screens call; writes no row itself.

The work is a list of steps, each on one business day of 2016 and in one transaction. A step whose result stands is
left out, so that a second run changes nothing and an interrupted one goes on where it stopped.
"""
