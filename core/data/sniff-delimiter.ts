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

/** The first record that is not blank, without what is in quotes there: line breaks too. */
export function bareHeader(text: string): string {
  let bare = '';
  let isQuoted = false;
  for (const sign of text.slice(Math.max(0, text.search(/\S/)))) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '\n' || sign === '\r') break;
    else bare += sign;
  }
  return bare;
}
