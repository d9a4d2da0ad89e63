// Outside of texts Python's json also reads these three.
const CONSTANT = /"(?:[^"\\]|\\[\s\S])*"|-?Infinity|NaN/g;

/** The value that Python's `json.loads` reads, undefined where it reads none. NaN and infinities become 0: they are numbers. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const plain = text.replace(CONSTANT, (found) => (found.startsWith('"') ? found : '0'));
    return plain === text ? undefined : parseJson(plain);
  }
}
