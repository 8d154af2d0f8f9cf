/** Look of the HTML form: on screen, on a narrow one, and on paper. */
export const formStyle = `
:root{--akzent:#0b5563;--akzent-hell:#e6f0f2;--text:#1c2529;--leise:#4a565c;--linie:#d5dcdf;--papier:#f3f6f7;--gut:#1b7f4b;--teils:#9a5b00;--schlecht:#b3261e;--offen:#5f6b73}
*{box-sizing:border-box}
html{color-scheme:light;scroll-padding:1rem 0 8rem}
body{margin:0;background:var(--papier);color:var(--text);font:1.0625rem/1.5 "Source Sans 3","Segoe UI",system-ui,-apple-system,"Liberation Sans",Arial,sans-serif;hyphens:manual}
h1,h2,h3,p{margin:0}
main,.kopf>div,.leiste>div{max-width:52rem;margin:0 auto;padding:0 1.25rem}
.kopf{background:var(--akzent);color:#fff;padding:2rem 0 1.75rem}
.kopf .art{font-weight:600;opacity:.95}
.kopf h1{font-size:1.85rem;line-height:1.2;font-weight:650;margin:.15rem 0 .6rem}
.kopf dl{display:flex;flex-wrap:wrap;gap:.25rem 1.75rem;margin:0}
.kopf dl div{display:flex;gap:.4rem}
.kopf dt{opacity:.9}.kopf dd{margin:0;font-weight:600}
.karte{background:#fff;border:1px solid var(--linie);border-radius:.5rem;padding:1.25rem 1.5rem;margin:1.25rem 0}
.anleitung ol{margin:.4rem 0 0;padding-left:1.3rem}.anleitung li{margin:.3rem 0}
.person{display:grid;grid-template-columns:1fr 12rem;gap:1rem 1.25rem}
h2{font-size:1.2rem;line-height:1.3;font-weight:650;color:var(--akzent)}
h2.thema{margin:2rem 0 -.25rem}
label,.beschriftung{display:block;font-weight:600;margin-bottom:.25rem}
.hinweis{color:var(--leise);font-weight:400;font-size:.95rem}
input[type=text],input[type=date],textarea{width:100%;min-height:2.75rem;font:inherit;color:inherit;background:#fff;border:1px solid #7b878d;border-radius:.3rem;padding:.5rem .65rem}
textarea{resize:vertical;field-sizing:content}
input:focus-visible,textarea:focus-visible,button:focus-visible,summary:focus-visible,label:focus-within{outline:3px solid var(--akzent);outline-offset:2px}
input:focus-visible+span{outline:0}
[aria-invalid=true]{border-color:var(--schlecht)!important;border-width:2px}
.fehler{color:var(--schlecht);font-weight:600;margin-top:.3rem}
.fehler:empty{display:none}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0 0 .35rem;float:left;width:100%;font-size:1.15rem;line-height:1.4;font-weight:600}
legend+*{clear:both}
.frage{border-left:5px solid var(--linie)}
.frage[data-status=ja]{border-left-color:var(--gut)}.frage[data-status=teilweise]{border-left-color:var(--teils)}.frage[data-status=nein]{border-left-color:var(--schlecht)}.frage[data-status=entbehrlich],.frage[data-status=offen]{border-left-color:var(--offen)}
.oben{display:flex;gap:.75rem;flex-wrap:wrap;color:var(--leise);font-size:.95rem;margin-top:.35rem}
.marke{background:var(--akzent-hell);color:#083f4a;border-radius:1rem;padding:0 .65rem}
details{margin:.6rem 0 0}summary{cursor:pointer;color:var(--akzent);font-weight:600;padding:.2rem 0;width:fit-content}
details p{margin:.35rem 0}
.bisher{background:var(--papier);border-radius:.3rem;padding:.6rem .8rem;margin:.75rem 0 0;display:flex;gap:.5rem 1rem;flex-wrap:wrap;align-items:center}
.bisher p{flex:1 1 18rem}
.wahl{display:flex;flex-wrap:wrap;gap:.5rem;margin:.9rem 0 0}
.wahl label{display:flex;align-items:center;gap:.5rem;margin:0;padding:.5rem .9rem;min-height:2.75rem;border:1px solid #7b878d;border-radius:.3rem;cursor:pointer;font-weight:400;background:#fff}
.wahl label:hover{background:var(--akzent-hell)}
.wahl label:has(:checked){background:var(--akzent-hell);border-color:var(--akzent);box-shadow:inset 0 0 0 1px var(--akzent);font-weight:600}
.wahl input{accent-color:var(--akzent);width:1.1rem;height:1.1rem;margin:0}
.felder{display:grid;gap:.9rem 1.25rem;margin-top:1rem}
.felder .luecke{display:grid;grid-template-columns:1fr 12rem;gap:.9rem 1.25rem}
[hidden],.felder [hidden]{display:none}
button{font:inherit;font-weight:600;min-height:2.75rem;border-radius:.3rem;padding:.5rem 1.1rem;border:1px solid var(--akzent);background:#fff;color:var(--akzent);cursor:pointer}
button:hover{background:var(--akzent-hell)}
button.haupt{background:var(--akzent);color:#fff}button.haupt:hover{background:#083f4a}
.leiste{position:sticky;bottom:0;background:#fff;border-top:1px solid var(--linie);padding:.7rem 0;box-shadow:0 -2px 10px rgb(11 85 99/.08)}
.leiste>div{display:flex;gap:.6rem 1.25rem;align-items:center;flex-wrap:wrap}
.stand{flex:1 1 14rem}
progress{display:block;width:100%;height:.6rem;margin-top:.25rem;accent-color:var(--akzent);border:0;border-radius:1rem;overflow:hidden;background:var(--linie);appearance:none}
progress::-webkit-progress-bar{background:var(--linie)}progress::-webkit-progress-value{background:var(--akzent)}progress::-moz-progress-bar{background:var(--akzent)}
.meldung{flex:1 0 100%;border-left:5px solid var(--akzent);padding:.1rem 0 .1rem .75rem;font-weight:600}
.meldung.schlecht{border-left-color:var(--schlecht)}
.meldung:empty{display:none}
.abschluss .reihe{display:flex;flex-wrap:wrap;gap:.6rem;margin:.9rem 0 0}
.abschluss textarea{font:.85rem/1.4 ui-monospace,Consolas,monospace;margin-top:.9rem;max-height:14rem}
.ohne-script{border-left:5px solid var(--schlecht)}
@media (max-width:36rem){body{font-size:1rem}.kopf{padding:1.4rem 0}.kopf h1{font-size:1.45rem}.karte{padding:1rem;margin:1rem 0}.person,.felder .luecke{grid-template-columns:1fr}.wahl{flex-direction:column}main,.kopf>div,.leiste>div{padding:0 .8rem}.stand{flex-basis:8rem}}
@page{size:A4;margin:16mm 16mm 18mm;@bottom-right{content:"Seite " counter(page) " von " counter(pages);font:8pt sans-serif;color:#4a565c}}
@media print{
body{background:#fff;font-size:9.5pt;line-height:1.35}
.kopf{background:#fff;color:var(--text);padding:0 0 2mm;border-bottom:2pt solid var(--akzent)}.kopf h1{font-size:17pt;color:var(--akzent)}
main,.kopf>div{max-width:none;padding:0}
.leiste,.abschluss,.fehler,button,.ohne-script,details{display:none}
.oben{font-size:8pt;margin-top:.5mm}input:focus-visible,textarea:focus-visible{outline:0}
.karte{border:0;border-bottom:.5pt solid var(--linie);border-radius:0;padding:2.5mm 0 3mm;margin:0}
.frage{break-inside:avoid;border-left:0}
h2.thema{margin:5mm 0 0;break-after:avoid}
.bisher{border:.5pt solid var(--linie);padding:1.5mm 2.5mm;margin-top:1.5mm}
legend{font-size:10.5pt}
.wahl{gap:1.5mm 5mm;margin-top:2mm;flex-direction:row}.wahl label,.wahl label:has(:checked){border:0;box-shadow:none;padding:0;min-height:0;background:none}
.wahl input{appearance:none;width:3.4mm;height:3.4mm;border:.8pt solid #000;border-radius:50%;background:#fff}.wahl input:checked{background:#000;box-shadow:inset 0 0 0 .6mm #fff;print-color-adjust:exact}
.felder{gap:2mm;margin-top:2mm}.felder [hidden]{display:none}.felder .hinweis{display:none}
.felder,.person{gap:2mm 5mm}.felder .luecke,.person{grid-template-columns:1fr 45mm}
.frage:not([data-status]) .felder[hidden],.frage:not([data-status]) .felder .luecke[hidden]{display:grid}.frage:not([data-status]) .felder .begruendung[hidden]{display:block}
.frage:not([data-status]) .felder .notiz{display:none}
input[type=text],input[type=date],textarea{min-height:7mm;border:0;border-bottom:.5pt solid #7b878d;border-radius:0;padding:.5mm 0}
textarea{min-height:9mm;resize:none}
}
`;
