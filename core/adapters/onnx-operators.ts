/**
 * What ONNX Runtime 1.30 knows: the newest opset of each domain, and its operators by the opset that brought them
 * (onnx 1.21, onnx/defs; the runtime's docs/OperatorKernels.md). A test asks the runtime itself about each of them.
 */
export const NEWEST_IR = 13;
export const NEWEST_OPSET: Readonly<Record<string, number>> = { '': 26, 'ai.onnx.ml': 5 };

const OPERATORS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '': {
    1: `Abs Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Clip Concat Constant Conv ConvTranspose DepthToSpace Div
      Dropout Elu Equal Exp Flatten Floor GRU Gather Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater HardSigmoid Hardmax
      Identity If InstanceNormalization LRN LSTM LeakyRelu Less Log LogSoftmax Loop LpNormalization LpPool MatMul Max MaxPool
      MaxRoiPool Mean Min Mul Neg Not Or PRelu Pad Pow RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Reciprocal
      ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu
      Reshape Selu Shape Sigmoid SimplifiedLayerNormalization Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze
      Sub Sum Tanh Tile TopK Transpose Unsqueeze Upsample Xor`,
    7: 'Acos Asin Atan Cos Multinomial Sin Tan',
    8: 'Expand Scan',
    9: `Acosh Asinh Atanh Compress ConstantOfShape Cosh Erf EyeLike IsNaN MaxUnpool MeanVarianceNormalization NonZero OneHot Scatter
      Shrink Sign Sinh TfIdfVectorizer Where`,
    10: `ConvInteger DequantizeLinear IsInf MatMulInteger Mod NonMaxSuppression QLinearConv QLinearMatMul QuantizeLinear Resize
      ReverseSequence RoiAlign StringNormalizer ThresholdedRelu`,
    11: `BitShift ConcatFromSequence CumSum Det DynamicQuantizeLinear GatherElements GatherND Range Round ScatterElements ScatterND
      SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SplitToSequence Unique`,
    12: 'Celu Einsum GreaterOrEqual LessOrEqual NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss',
    14: 'HardSwish Trilu',
    15: 'Bernoulli CastLike Optional OptionalGetElement OptionalHasElement',
    16: 'GridSample',
    17: 'BlackmanWindow DFT HammingWindow HannWindow LayerNormalization MelWeightMatrix STFT SequenceMap',
    18: 'BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im GroupNormalization Mish',
    19: 'DeformConv',
    20: 'AffineGrid Gelu RegexFullMatch StringConcat StringSplit',
    23: 'Attention RMSNormalization RotaryEmbedding',
    24: 'Swish TensorScatter',
    26: 'BitCast CumProd',
  },
  'ai.onnx.ml': {
    1: `ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer LabelEncoder LinearClassifier
      LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsembleClassifier TreeEnsembleRegressor ZipMap`,
    5: 'TreeEnsemble',
  },
};

/** First opset of an operator, by domain and name. */
const FIRST_OPSET: ReadonlyMap<string, number> = new Map(
  Object.entries(OPERATORS).flatMap(([domain, byOpset]) =>
    Object.entries(byOpset).flatMap(([opset, names]) =>
      names.split(/\s+/).map((name): [string, number] => [`${domain}::${name}`, Number(opset)]),
    ),
  ),
);

/** Last opset in which an operator may be used. */
const LAST_OPSET: ReadonlyMap<string, number> = new Map([
  ['::Upsample', 9],
  ['::Scatter', 10],
]);

/** ONNX' default domain has two names. */
export const domainOf = (domain: unknown): string =>
  domain === undefined || domain === 'ai.onnx' ? '' : String(domain);

/** How people write an operator: `Add`, `ai.onnx.ml::Scaler`. */
export const operatorName = (domain: string, name: string): string => (domain === '' ? name : `${domain}::${name}`);

/** Why an operator cannot be used at an opset; undefined when it can. */
export function whyUnsupported(domain: string, name: string, opset: number): string | undefined {
  const key = `${domain}::${name}`;
  const shown = operatorName(domain, name);
  const first = FIRST_OPSET.get(key);
  if (first === undefined) return `operator ${shown} is not one that this ONNX Runtime knows`;
  if (opset < first) return `operator ${shown} needs opset ${first}, the file has opset ${opset}`;
  const last = LAST_OPSET.get(key);
  if (last !== undefined && opset > last)
    return `operator ${shown} was removed after opset ${last}, the file has ${opset}`;
  return undefined;
}

/** Every operator of the table with its first opset. */
export function listOperators(): readonly { readonly domain: string; readonly name: string; readonly opset: number }[] {
  return [...FIRST_OPSET].map(([key, opset]) => {
    const [domain = '', name = ''] = key.split('::');
    return { domain, name, opset };
  });
}
