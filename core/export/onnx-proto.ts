import protobuf from 'protobufjs/light.js';

/**
 * The part of ONNX' protobuf schema that we read and write, as a protobufjs descriptor. Field numbers are those of
 * onnx/onnx.proto3 (https://github.com/onnx/onnx, Apache-2.0), IR version 8.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: { type: 'int64', id: 1 },
        producerName: { type: 'string', id: 2 },
        producerVersion: { type: 'string', id: 3 },
        graph: { type: 'GraphProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 8 },
        trainingInfo: { rule: 'repeated', type: 'TrainingInfoProto', id: 20 },
        functions: { rule: 'repeated', type: 'FunctionProto', id: 25 },
      },
    },
    // We write neither of these two; they are here so that no weight hides in a part of the file that we do not read.
    TrainingInfoProto: {
      fields: { initialization: { type: 'GraphProto', id: 1 }, algorithm: { type: 'GraphProto', id: 2 } },
    },
    FunctionProto: {
      fields: {
        name: { type: 'string', id: 1 },
        input: { rule: 'repeated', type: 'string', id: 4 },
        output: { rule: 'repeated', type: 'string', id: 5 },
        node: { rule: 'repeated', type: 'NodeProto', id: 7 },
        opsetImport: { rule: 'repeated', type: 'OperatorSetIdProto', id: 9 },
        domain: { type: 'string', id: 10 },
        attributeProto: { rule: 'repeated', type: 'AttributeProto', id: 11 },
      },
    },
    OperatorSetIdProto: { fields: { domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } } },
    GraphProto: {
      fields: {
        node: { rule: 'repeated', type: 'NodeProto', id: 1 },
        name: { type: 'string', id: 2 },
        initializer: { rule: 'repeated', type: 'TensorProto', id: 5 },
        input: { rule: 'repeated', type: 'ValueInfoProto', id: 11 },
        output: { rule: 'repeated', type: 'ValueInfoProto', id: 12 },
        sparseInitializer: { rule: 'repeated', type: 'SparseTensorProto', id: 15 },
      },
    },
    NodeProto: {
      fields: {
        input: { rule: 'repeated', type: 'string', id: 1 },
        output: { rule: 'repeated', type: 'string', id: 2 },
        name: { type: 'string', id: 3 },
        opType: { type: 'string', id: 4 },
        attribute: { rule: 'repeated', type: 'AttributeProto', id: 5 },
        domain: { type: 'string', id: 7 },
      },
    },
    AttributeProto: {
      fields: {
        name: { type: 'string', id: 1 },
        f: { type: 'float', id: 2 },
        i: { type: 'int64', id: 3 },
        s: { type: 'bytes', id: 4 },
        t: { type: 'TensorProto', id: 5 },
        g: { type: 'GraphProto', id: 6 },
        floats: { rule: 'repeated', type: 'float', id: 7 },
        ints: { rule: 'repeated', type: 'int64', id: 8 },
        strings: { rule: 'repeated', type: 'bytes', id: 9 },
        tensors: { rule: 'repeated', type: 'TensorProto', id: 10 },
        graphs: { rule: 'repeated', type: 'GraphProto', id: 11 },
        type: { type: 'int32', id: 20 },
        sparseTensor: { type: 'SparseTensorProto', id: 22 },
        sparseTensors: { rule: 'repeated', type: 'SparseTensorProto', id: 23 },
      },
    },
    SparseTensorProto: { fields: { values: { type: 'TensorProto', id: 1 }, indices: { type: 'TensorProto', id: 2 } } },
    TensorProto: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        dataType: { type: 'int32', id: 2 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
        externalData: { rule: 'repeated', type: 'StringStringEntryProto', id: 13 },
        dataLocation: { type: 'int32', id: 14 },
      },
    },
    StringStringEntryProto: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    ValueInfoProto: { fields: { name: { type: 'string', id: 1 }, type: { type: 'TypeProto', id: 2 } } },
    TypeProto: { fields: { tensorType: { type: 'TensorTypeProto', id: 1 } } },
    TensorTypeProto: { fields: { elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShapeProto', id: 2 } } },
    TensorShapeProto: { fields: { dim: { rule: 'repeated', type: 'DimensionProto', id: 1 } } },
    DimensionProto: { fields: { dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } } },
  },
});

export const ModelProto = root.lookupType('ModelProto');
export const TensorProto = root.lookupType('TensorProto');
