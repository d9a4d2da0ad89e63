const OTHERS = [';', '\t'] as const;

/** What separates the cells of a CSV file, by its header: a comma where there is one, else the sign that is there most. */
export function sniffDelimiter(text: string): string {
  const end = text.search(/\S/);
  const [header = ''] = text.slice(Math.max(0, end)).split(/[\r\n]/, 1);
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  if (bare.includes(',')) return ',';
  const [most] = OTHERS.map((sign) => ({ sign, count: bare.split(sign).length - 1 })).sort(
    (left, right) => right.count - left.count,
  );
  return most && most.count > 0 ? most.sign : ',';
}
