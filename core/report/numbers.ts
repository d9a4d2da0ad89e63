/** Metrics to four decimals: enough to tell models apart on a few thousand rows, short enough to scan. */
export function metric(value: number): string {
  return value.toFixed(4);
}

/** A difference, always with its sign. */
export function signed(value: number): string {
  const text = value.toFixed(4);
  return value > 0 && Number(text) > 0 ? `+${text}` : Number(text) === 0 ? '0.0000' : text.replace('-', '−');
}

export function interval(low: number, high: number): string {
  return `${signed(low)} … ${signed(high)}`;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${(count / 1024).toFixed(1)} KB` : `${(count / 1024 ** 2).toFixed(1)} MB`;
}

/** 1,250 rather than 1250. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
