"""Measurements, never part of a test. Each prints its figures beside a named peer of the same run, and the ratio.

`python -m bench` runs all, `python -m bench process` one. Numbers of different runs or machines are not comparable; ratios nearly are.
"""
