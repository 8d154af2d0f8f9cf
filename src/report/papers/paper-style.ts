/** What the papers of a visit have in common in print, the sheet to fill in and the protocol; sizes and distances each sets for itself. */
export const paperStyle = `
:root { color-scheme: light; --accent: #0b5563; --ink: #1c2429; --quiet: #4e5a61; --line: #8f9aa0; --tint: #eff4f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 186mm; font-family: "Source Sans 3", Arial, "Segoe UI", sans-serif; color: var(--ink); background: #fff; overflow-wrap: anywhere; }
h1 { margin: 0; color: var(--accent); }
h2 { color: var(--accent); break-after: avoid; }
header p { color: var(--quiet); font-size: 9pt; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { border: 1px solid var(--line); text-align: left; vertical-align: top; }
th { background: var(--tint); font-size: 9pt; }
.nr { text-align: right; }
.unten { break-inside: avoid; }
.zeile { margin: 0; border-bottom: 1px solid var(--line); }
.namen { display: grid; grid-template-columns: 1fr 1.3fr 1.3fr; gap: 6mm; }
.namen p { margin: 0; padding-top: 1mm; border-top: 1px solid var(--ink); font-size: 8.5pt; }
thead { display: table-header-group; }
@media print { body { padding: 0; max-width: none; } }
`;
