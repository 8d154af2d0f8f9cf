import { type ErrorPageLeak, errorPageLeaks } from '../../domain/observation.ts';

/** Enough for any error page. */
export const errorPageBytes = 64 * 1024;

/**
 * Texts that servers, languages and databases write into error pages. Each is specific enough that the words of a town's website do not
 * match by chance.
 */
const signs: Readonly<Record<ErrorPageLeak, readonly RegExp[]>> = {
  'stack-trace': [
    /Traceback \(most recent call last\)/,
    /\bat [\w$]{1,80}(?:\.[\w$<>]{1,80}){1,20}\([\w$]{1,80}\.(?:java|kt|scala):\d{1,6}\)/,
    /Stack trace:\s{0,20}(?:<[^>]{1,20}>\s{0,5}){0,3}#0 /i,
    /\bUncaught (?:\w{1,40}\\){0,5}\w{0,40}(?:Exception|Error)\b/,
    /\[\w{0,40}Exception(?: \(0x[0-9a-f]{1,8}\))?: /i,
    /\bat [\w$.]{1,200}\([^()\n]{0,200}\) in [A-Z]:\\[^\n:]{1,200}:line \d/,
    /\bat (?:[\w$.<>]{1,80} )?\(?(?:file:\/\/)?\/[\w./@-]{1,200}\.(?:js|ts|mjs|cjs):\d{1,6}:\d{1,6}/,
  ],
  path: [
    /\/(?:var\/www|srv\/www|home|usr\/share|opt|var\/lib)\/[\w./@-]{1,200}\.(?:php\d?|phtml|inc|py|rb|pl|jsp|js|ts|cgi)\b/,
    /\b[A-Z]:\\(?:inetpub|xampp|wamp\d{0,2}|wwwroot|websites?|users|program files)\\[^\s<>"]{1,200}/i,
  ],
  sql: [
    /You have an error in your SQL syntax/i,
    /SQLSTATE\[\w{2,5}\]/,
    /\bORA-\d{5}\b/,
    /Unclosed quotation mark (?:after|before) the character string/i,
    /\bPG::\w{1,40}Error\b/,
    /\b(?:mysqli?|pg|sqlite|odbc|mssql)_(?:query|connect|fetch_\w{1,20}|exec)\(\)/i,
    /\bSQLite3?::\w{1,40}|\bsqlite3\.OperationalError\b/,
  ],
  version: [
    /\b(?:Apache|nginx|lighttpd|Apache Tomcat|Jetty|IIS|OpenSSL|PHP|openresty|WildFly|GlassFish)\/\d{1,3}\.\d{1,4}/i,
    /Microsoft \.NET Framework Version:\s{0,5}\d/i,
  ],
};

export function leaksIn(text: string): ErrorPageLeak[] {
  return errorPageLeaks.filter((leak) => signs[leak].some((sign) => sign.test(text)));
}
