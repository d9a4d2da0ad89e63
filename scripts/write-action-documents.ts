import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readContracts } from './action-contracts.ts';
import { renderActionReadme, renderActionYaml } from './action-documents.ts';

for (const [folder, contract] of await readContracts()) {
  const readme = `actions/${folder}/README.md`;
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  writeFileSync(`actions/${folder}/action.yml`, renderActionYaml(contract));
  writeFileSync(readme, renderActionReadme(contract, text));
}
