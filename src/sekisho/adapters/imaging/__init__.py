"""Pictures and what is written on them: implements `ports.Imaging` on pixels that the fence let through.

Files are opened in `adapters.fence`; here are the measures, the reader of lines, and what is done to a picture for the people
who see it.
"""

from sekisho.adapters.imaging.fenced import FencedImaging

__all__ = ["FencedImaging"]
