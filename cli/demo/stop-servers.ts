import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Ends the model servers that the deploy Action left running, by the process ids in their state folders. */
export async function stopServers(stateFolder: string): Promise<void> {
  const ids = globSync('serving/*/server.pid', { cwd: stateFolder })
    .map((file) => Number.parseInt(readFileSync(join(stateFolder, file), 'utf8'), 10))
    .filter((id) => Number.isInteger(id) && id > 1);
  for (const id of ids) signal(id, 'SIGTERM');
  for (let attempt = 0; attempt < 60 && ids.some((id) => signal(id, 0)); attempt += 1) await pause(50);
  for (const id of ids) signal(id, 'SIGKILL');
}

function signal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, name);
    return true;
  } catch {
    return false; // it has ended already
  }
}
