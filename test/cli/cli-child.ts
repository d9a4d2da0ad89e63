// One process for many command lines: what is tested is what they say and how they end, not how long Node takes to start.
import { run } from '../../cli/run.ts';

process.on('message', async (words: string[]) => {
  const said = { out: '', error: '' };
  const listen = (stream: NodeJS.WriteStream, name: 'out' | 'error') => {
    const { write } = stream;
    stream.write = (text: string | Uint8Array): boolean => {
      said[name] += typeof text === 'string' ? text : new TextDecoder().decode(text);
      return true;
    };
    return () => {
      stream.write = write;
    };
  };
  const stop = [listen(process.stdout, 'out'), listen(process.stderr, 'error')];
  const code = await run(words);
  for (const each of stop) each();
  process.exitCode = undefined;
  process.send?.({ code, ...said });
});
