import { isWarning, type Note } from '../evaluation/note.ts';
import { sentence } from './escape.ts';

/** What may make the numbers mean something else than they seem to: it stands before them. */
export function renderWarnings(notes: readonly Note[]): readonly string[] {
  return notes.filter(isWarning).map(({ message }) => `⚠️ **${sentence(message)}**`);
}

/** What else is good to know of the numbers. */
export function renderNotes(notes: readonly Note[]): readonly string[] {
  return notes.filter((note) => !isWarning(note)).map(({ message }) => sentence(message));
}
