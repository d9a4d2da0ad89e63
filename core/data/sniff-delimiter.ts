const OTHERS = [';', '\t'] as const;

/** What separates the cells of a CSV file, by its header: a comma where there is one, else the sign that is there most. */
export function sniffDelimiter(text: string): string {
  const bare = bareHeader(text);
  if (bare.includes(',')) return ',';
  const [most] = OTHERS.map((sign) => ({ sign, count: bare.split(sign).length - 1 })).sort(
    (left, right) => right.count - left.count,
  );
  return most && most.count > 0 ? most.sign : ',';
}

/** The first line that is not blank, without what is in quotes there. */
export function bareHeader(text: string): string {
  const start = text.search(/\S/);
  const [header = ''] = text.slice(Math.max(0, start)).split(/[\r\n]/, 1);
  return header.replace(/"(?:[^"]|"")*"/g, '');
}
