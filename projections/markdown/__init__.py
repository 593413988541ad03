"""The Markdown target: documents as pages in a folder, for people, git and Obsidian."""

from .target import MarkdownTarget

__all__ = ["MarkdownTarget"]
