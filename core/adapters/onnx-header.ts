import { decodeOnnx, type Message, messagesOf } from './decode-onnx.ts';
import { whyTooLarge } from './onnx-expansion.ts';
import { checkExternalData, isExternal } from './onnx-external-data.ts';
import { domainOf, NEWEST_IR, NEWEST_OPSET, operatorName, whyUnsupported } from './onnx-operators.ts';
import { refuseModel } from './refuse-model.ts';
import { weightBytes } from './weight-bytes.ts';

export interface OnnxHeader {
  readonly opset: number;
  /** Memory that the weights take once they are loaded, as the file declares it. */
  readonly weightBytes: number;
}

const ZIPMAP_HINT = "Export it with options={'zipmap': False}: convert_sklearn(model, …, options={'zipmap': False}).";
const EXPORT_HINT = 'Export it again with an opset that is known: target_opset of skl2onnx, opset_version of PyTorch.';

/**
 * Reads an ONNX file as data before any engine sees it.
 * @throws OperatorError `model-invalid` for what is not ONNX, is cut, uses operators or opsets that this ONNX Runtime does
 * not know, gives maps instead of tensors, keeps weights in a file that is not given beside it (a path in it would be
 * read from our disk), or loops (one without end would hold its process for ever).
 */
export function readOnnxHeader(
  bytes: Uint8Array,
  source: string,
  externalData?: ReadonlyMap<string, Uint8Array>,
): OnnxHeader {
  const refuse = (problem: string) =>
    refuseModel(source, problem, { hint: 'Export the model to one self-contained ONNX file.' });
  const model = decodeOnnx(bytes, source);
  const nodes: unknown[] = model['graph']?.node ?? [];
  const functions: Message[] = model['functions'] ?? [];
  const opsets = readOpsets(model);
  if (!model['irVersion'] || opsets.size === 0 || nodes.length === 0) throw refuse('it is truncated or not ONNX');
  refuseNewer(model['irVersion'], opsets, source);
  const functionOpsets = functions.map(readOpsets);
  for (const imported of functionOpsets) refuseNewer(model['irVersion'], imported, source);
  const known: Known = {
    functions: new Set(functions.map(({ domain, name }) => operatorName(domainOf(domain), String(name)))),
    opsets: newest([opsets, ...functionOpsets]),
  };
  const tooLarge = whyTooLarge(model);
  if (tooLarge) throw refuse(tooLarge);
  const mayBeOutside = new Set<unknown>(model['graph']?.initializer ?? []);
  let weights = 0;
  for (const message of messagesOf(model)) {
    if (isExternal(message)) checkExternalData(message, mayBeOutside.has(message) ? externalData : undefined, source);
    weights += weightBytes(message);
    if (message['opType'] === 'Loop') throw refuse('it has a Loop, whose end may depend on what it is asked');
    if (typeof message['opType'] === 'string') refuseOperator(message, known, source);
  }
  return { opset: opsets.get('') ?? 0, weightBytes: weights };
}

interface Known {
  /** What the file itself brings along. */
  readonly functions: ReadonlySet<string>;
  readonly opsets: ReadonlyMap<string, number>;
}

function readOpsets({ opsetImport }: Message): ReadonlyMap<string, number> {
  const imports: Message[] = Array.isArray(opsetImport) ? opsetImport : [];
  return newest(imports.map(({ domain, version }) => new Map([[domainOf(domain), Number(version ?? 0)]])));
}

/** The newest version of each domain: a file may name one twice, and its functions may have their own. */
function newest(all: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const opsets = new Map<string, number>();
  for (const some of all)
    for (const [domain, version] of some) opsets.set(domain, Math.max(version, opsets.get(domain) ?? 0));
  return opsets;
}

function refuseNewer(ir: number, opsets: ReadonlyMap<string, number>, source: string): void {
  if (ir > NEWEST_IR)
    throw refuseModel(source, `IR version ${ir}; this ONNX Runtime knows up to ${NEWEST_IR}`, { hint: EXPORT_HINT });
  for (const [domain, newest] of Object.entries(NEWEST_OPSET)) {
    const opset = opsets.get(domain) ?? 0;
    if (opset <= newest) continue;
    const name = domain === '' ? 'opset' : `opset of ${domain}`;
    throw refuseModel(source, `${name} ${opset}; this ONNX Runtime knows up to ${newest}`, { hint: EXPORT_HINT });
  }
}

function refuseOperator(node: Message, known: Known, source: string): void {
  const domain = domainOf(node['domain']);
  const name = String(node['opType']);
  const shown = operatorName(domain, name);
  if (shown === 'ai.onnx.ml::ZipMap')
    throw refuseModel(source, 'its probabilities are a list of maps (ZipMap), not a tensor', { hint: ZIPMAP_HINT });
  // A function that the file brings along is made of operators that are checked themselves.
  if (known.functions.has(shown)) return;
  const problem = whyUnsupported(domain, name, known.opsets.get(domain) ?? known.opsets.get('') ?? 0);
  if (problem) throw refuseModel(source, problem, { hint: 'Export it with operators of ONNX itself.' });
}
