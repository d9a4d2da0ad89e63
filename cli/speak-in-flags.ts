import { OperatorError } from '@tidegate/core/errors';

const SETTING =
  /(?<![\w./-])(?:data\.(?:target|positive|features|classes|query|id|validation)|evaluation\.(?:weight|group)|onnx\.(?:input|output|scores|providers|batch-size))\b/g;

/** Runs what was asked for without a tidegate.yml: advice then names flags, and says where the settings are that have none. */
export async function speakInFlags<Answer>(flags: readonly string[], run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const say = (text: string) =>
      text
        .replace(', or data.positive in tidegate.yml', '')
        .replace('evaluation.group, --group', '--group')
        .replaceAll(/ (in|of) tidegate\.yml/g, '')
        .replaceAll(SETTING, (setting) => {
          const name = setting.slice(setting.indexOf('.') + 1);
          return flags.includes(name) ? `--${name}` : setting;
        });
    const hint = say(error.hint);
    const rest = [...new Set(hint.match(SETTING) ?? [])];
    const where = `${rest.join(', ')} ${rest.length === 1 ? 'stands' : 'stand'} in a tidegate.yml, as --config and --model read it.`;
    const advice = rest.length === 0 ? hint : `${hint} (${where})`;
    throw new OperatorError(error.code, say(error.message), advice, error.cause);
  }
}
