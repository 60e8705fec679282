"""Programmes that were written freely: sentences, pasted lists, cells with everything in one."""
