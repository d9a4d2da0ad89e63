/** Two JSON values are the same: mappings in any order, 1 and 1.0, but not 1 and true. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((one, index) => isSameJson(one, right[index]));
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) => Object.hasOwn(right, name) && isSameJson(Reflect.get(left, name), Reflect.get(right, name)),
  );
}
