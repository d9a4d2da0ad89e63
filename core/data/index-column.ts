/** What pandas calls the index that it wrote as a column, in CSV and in Parquet: it counts rows and says nothing about them. */
const INDEX_NAME = /^(Unnamed: \d+|__index_level_\d+__)$/;

/** A first column without a name is the index of pandas, and is called as pandas calls it on reading. */
export function nameIndexColumn(header: readonly string[]): string[] {
  return header.map((name, index) => (index === 0 && header.length > 1 && name.trim() === '' ? 'Unnamed: 0' : name));
}

export function isIndexColumn(name: string): boolean {
  return INDEX_NAME.test(name);
}
