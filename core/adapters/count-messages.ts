import protobuf from 'protobufjs/light.js';

const LENGTH_DELIMITED = 2;
const DEEPEST = 100;

/**
 * How many messages an encoded one holds, itself included, without building any: an object costs a hundred times the two bytes of
 * an empty message. Stops when there are more than `most`.
 * @throws RangeError for bytes that end too early or nest too deep
 */
export function countMessages(type: protobuf.Type, bytes: Uint8Array, most: number): number {
  const reader = protobuf.Reader.create(bytes);
  let count = 0;
  const visit = (current: protobuf.Type, end: number, depth: number): void => {
    count += 1;
    if (depth > DEEPEST) throw new RangeError('messages are nested too deep');
    while (reader.pos < end && count <= most) {
      const tag = reader.uint32();
      const field = current.fieldsById[tag >>> 3];
      const inner = field?.resolve().resolvedType;
      if ((tag & 7) === LENGTH_DELIMITED && inner instanceof protobuf.Type) {
        const length = reader.uint32();
        visit(inner, reader.pos + length, depth + 1);
      } else reader.skipType(tag & 7);
    }
  };
  visit(type, bytes.length, 0);
  return count;
}
