"""Tests of `dbep_ig.build`: what a build makes, and what it makes again."""
