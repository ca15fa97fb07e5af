"""What a user states of single sites, in a folder of files in the ftr-site-config format: where on their pages the article stands."""

from __future__ import annotations

from .apply import Applied, apply
from .folder import load
from .page import SitePage, through_site
from .read import SiteConfig

__all__ = ["Applied", "SiteConfig", "SitePage", "apply", "load", "through_site"]
