"""Programs that fetch pages for machines. Most run no JavaScript and are never counted anyway; these do.

Source: the names under which operators of crawlers, previews and monitors announce themselves in ``User-Agent``; nearly
all hold one of these words. A program that claims to be a browser is counted once a day like one.
"""

from __future__ import annotations

import re
from typing import Final

_BOT: Final = re.compile(
    r"(?<!cu)bot\b|bots\b|crawl|spider|slurp|scrap|headless|phantom|lighthouse|pagespeed|gtmetrix|pingdom|uptime|monitor"
    r"|preview|facebookexternalhit|whatsapp/|telegram|zalo(?!pc|app)\w*bot|archive|wget|curl|python|java/|okhttp|go-http|libwww"
    r"|httpclient|axios|node-fetch|undici|guzzle|ruby|perl|php/|feed|rss|reader/|validator|checker|scan|google-|bingpreview"
    r"|yandex(?!browser)|baidu(?!boxapp|browser)|mediapartners|adsbot|coccocbot|gptbot|claude|anthropic|openai|perplexity"
    r"|bytespider|ahrefs|semrush|selenium|puppeteer|playwright|cypress",
    re.IGNORECASE,
)
#: Shorter than any browser says of itself.
_SHORTEST: Final = 20


def is_bot(user_agent: str) -> bool:
    """Whether this is a program without a reader; one that says nothing of itself counts as such."""
    return len(user_agent) < _SHORTEST or _BOT.search(user_agent) is not None
