/** Characters of a value that a profile lists: a longer one is a document, counted among the others. */
export const LISTED_MAX_CHARACTERS = 1_000;

export function isListed(text: string): boolean {
  if (text.length <= LISTED_MAX_CHARACTERS) return true;
  // Engines count characters, of which some take two places in a text of ours.
  return text.length <= 2 * LISTED_MAX_CHARACTERS && [...text].length <= LISTED_MAX_CHARACTERS;
}
