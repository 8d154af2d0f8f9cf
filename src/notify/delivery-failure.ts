/** A message did not get through; it is tried again later. The text is German and free of secrets. */
export class DeliveryFailure extends Error {}

const maxChars = 300;

/** One line of what the other side said, without anything that must not be written down, whatever it echoed. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]);
  const safe = forms.reduce((rest, form) => rest.replaceAll(form, '•••'), text);
  const line = safe.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > maxChars ? `${line.slice(0, maxChars - 1)}…` : line;
}
