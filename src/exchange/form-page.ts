/** The head of forms that are filled in without network or account: nothing but their own script and style. */
import { createHash } from 'node:crypto';
import { escapeHtml } from './escape-html.ts';
import { formStyle } from './packet-form-style.ts';

/** Browsers that know it run and show only what these hashes name; nothing can be loaded or sent (CSP level 3). */
const hashOf = (source: string) => `'sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}'`;

/** Everything up to the body. @param script the only one the page may run */
export function formHead(title: string, script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(formStyle)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${formStyle}</style>
</head>`;
}
