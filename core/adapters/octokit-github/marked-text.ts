import { COMMENT_MAX_CHARACTERS } from '../../limits.ts';

/** Begins what is ours, and is not seen: we find it again by this and by who wrote it. */
export function markerOf(marker: string): string {
  return `<!-- ${marker} -->`;
}

/** The text below its marker, cut where GitHub would refuse it. */
export function markText(body: string, marker: string): string {
  const cut = '\n\n… (cut: GitHub takes no longer comments; the whole text is in the job summary)';
  const text = body.length > COMMENT_MAX_CHARACTERS ? body.slice(0, COMMENT_MAX_CHARACTERS - cut.length) + cut : body;
  return `${markerOf(marker)}\n${text}`;
}
