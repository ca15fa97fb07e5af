"""Site files: a user's rules for where the article is on a site's pages, in the ftr-site-config format."""

from __future__ import annotations

from .apply import Applied, apply
from .folder import load
from .page import SitePage, through_site
from .read import SiteConfig

__all__ = ["Applied", "SiteConfig", "SitePage", "apply", "load", "through_site"]
