const HIDDEN = '***';
const SHORTEST = 3;

/** A text without these secrets, in whichever way an address writes them. */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const forms = secrets
    .filter((secret) => secret !== undefined && secret.length >= SHORTEST)
    .flatMap((secret = '') => [secret, encodeURIComponent(secret)])
    .sort((left, right) => right.length - left.length);
  return forms.reduce((hidden, form) => hidden.replaceAll(form, HIDDEN), text);
}
