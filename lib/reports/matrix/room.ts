/** The place of what there is not: later than any event. */
export const never = 2 ** 31 - 1;

/** The array, or a larger one with the same numbers. */
export const withRoom = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (array.length >= length) return array;
  const larger = new Int32Array(2 * length);
  larger.set(array);
  return larger;
};
