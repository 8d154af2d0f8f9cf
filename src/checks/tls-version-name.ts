/** „TLS 1.0“ for TLSv1. */
export function versionName(version: string): string {
  const [, family = version, number = ''] = /^(SSL|TLS)v(.+)$/.exec(version) ?? [];
  return `${family} ${number.includes('.') ? number : `${number}.0`}`;
}
