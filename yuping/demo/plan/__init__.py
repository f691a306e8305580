"""The plan of the demo county: plain data, made from a seed, without database or framework.

``build_plan()`` gives a ``CountyPlan``; the builder feeds it through the services.
"""

from yuping.demo.plan.county import CountyPlan, build_plan

__all__ = ["CountyPlan", "build_plan"]
