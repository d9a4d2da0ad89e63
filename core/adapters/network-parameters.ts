import { OperatorError } from '../errors.ts';

/** Hyper-parameters of a network, by their names in tidegate.yml. */
export interface NetworkParameters {
  /** Of the hidden layers. */
  readonly units: readonly number[];
  readonly epochs: number;
  readonly batch_size: number;
  readonly learning_rate: number;
}

/** Those of tidegate.yml over the defaults. @throws OperatorError `config-invalid`: a name with a typo would train the default */
export function readNetworkParameters(given: Readonly<Record<string, unknown>>): NetworkParameters {
  const { units = [16], epochs = 10, batch_size = 64, learning_rate = 0.01, ...unknown } = given;
  for (const [name, value] of Object.entries(unknown))
    throw refuse(name, value, 'one of units, epochs, batch_size and learning_rate');
  if (!Array.isArray(units) || !units.every(isCount)) throw refuse('units', units, 'a list of positive whole numbers');
  if (!isCount(epochs)) throw refuse('epochs', epochs, 'a positive whole number');
  if (!isCount(batch_size)) throw refuse('batch_size', batch_size, 'a positive whole number');
  if (typeof learning_rate !== 'number' || !(learning_rate > 0))
    throw refuse('learning_rate', learning_rate, 'a positive number');
  return { units, epochs, batch_size, learning_rate };
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

function refuse(name: string, value: unknown, expected: string): OperatorError {
  return new OperatorError(
    'config-invalid',
    `training.parameters.${name}: expected ${expected}, got ${JSON.stringify(value)}.`,
    'Correct it in tidegate.yml.',
  );
}
