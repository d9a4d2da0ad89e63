import type { DriftChunk } from '../config/drift.ts';
import { OperatorError } from '../errors.ts';

const DAY = 86_400;
/** 1969-12-29, a Monday. */
const FIRST_MONDAY = -3 * DAY;
export const MOST_CHUNKS = 400;
const DATE = 10; // characters of 2026-01-02
const MINUTE = 16; // of 2026-01-02T03:04

/** From when on a chunk runs, in seconds since 1970-01-01T00:00:00Z, up to where the next one begins. */
export interface Chunk {
  readonly name: string;
  readonly from: number;
}

/** Days, weeks from Monday, or months in UTC, from the first time to the last. @throws OperatorError `data-invalid` for too many */
export function planCalendar(by: Exclude<DriftChunk['by'], number>, first: number, last: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = beginOf(by, first); from <= last; from = nextOf(by, from)) {
    if (chunks.length === MOST_CHUNKS) throw tooMany(`Chunks by ${by}`);
    chunks.push({ name: isoOf(from).slice(0, by === 'month' ? DATE - 3 : DATE), from });
  }
  return chunks;
}

/** Chunks that begin at these times, of ascending rows; times that are the same are in one chunk. */
export function planStarts(starts: readonly number[]): Chunk[] {
  const distinct = [...new Set(starts)].sort((left, right) => left - right);
  if (distinct.length > MOST_CHUNKS) throw tooMany('Chunks of so few rows');
  return distinct.map((from) => ({ name: isoOf(from).slice(0, MINUTE).replace('T', ' '), from }));
}

/** The chunk that a time is in, −1 for one before the first and for none. */
export function chunkAt(chunks: readonly Chunk[], time: number): number {
  if (Number.isNaN(time)) return -1;
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function beginOf(by: 'day' | 'week' | 'month', time: number): number {
  if (by === 'day') return Math.floor(time / DAY) * DAY;
  if (by === 'week') return Math.floor((time - FIRST_MONDAY) / (7 * DAY)) * 7 * DAY + FIRST_MONDAY;
  const date = new Date(time * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
}

function nextOf(by: 'day' | 'week' | 'month', from: number): number {
  if (by !== 'month') return from + (by === 'day' ? DAY : 7 * DAY);
  const date = new Date(from * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
}

/** Beyond what a calendar holds, the seconds themselves. */
function isoOf(time: number): string {
  const date = new Date(time * 1000);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

function tooMany(what: string): OperatorError {
  return new OperatorError(
    'data-invalid',
    `${what} would be more than ${MOST_CHUNKS}.`,
    'Take longer chunks, or fewer rows.',
  );
}
