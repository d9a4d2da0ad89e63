import { openData } from '@tidegate/core/adapters/open-data';

/** Names of the columns that these files have. @throws OperatorError for files that cannot be read */
export async function namesOfColumns(files: readonly string[]): Promise<ReadonlySet<string>> {
  const { engine, relations, close } = await openData([files]);
  try {
    const [relation] = relations;
    return new Set(relation ? (await engine.describe(relation)).map(({ name }) => name) : []);
  } finally {
    await close();
  }
}
